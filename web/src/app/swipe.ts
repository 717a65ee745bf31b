// A swipe goes back on a narrow screen. The pane follows the finger and returns if the swipe was too short.
import { useEffect, useRef, type RefObject } from 'react';

const START_PX = 12;
const ENOUGH_PX = 84;
const NARROW = '(max-width: 767px)';

export function useSwipe(pane: RefObject<HTMLElement | null>, onBack: () => void, isOn: boolean) {
  const back = useRef(onBack);
  useEffect(() => {
    back.current = onBack;
  });

  useEffect(() => {
    const element = pane.current;
    if (!element || !isOn) return;
    let start: { x: number; y: number } | null = null;
    let moved = 0;

    const reset = () => {
      start = null;
      moved = 0;
      element.style.transform = '';
    };
    const onStart = (event: TouchEvent) => {
      const touch = event.touches[0];
      const isAlone = event.touches.length === 1 && matchMedia(NARROW).matches;
      start = isAlone && touch ? { x: touch.clientX, y: touch.clientY } : null;
    };
    const onMove = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!start || !touch) return;
      const towards = document.documentElement.dir === 'rtl' ? -1 : 1;
      const across = (touch.clientX - start.x) * towards;
      const down = Math.abs(touch.clientY - start.y);
      // The first movement decides between a swipe and scrolling.
      if (moved === 0 && (across < 0 || down > Math.max(START_PX, across))) return reset();
      if (across < START_PX) return;
      moved = across - START_PX;
      element.style.transform = `translateX(${moved * towards}px)`;
    };
    const onEnd = () => {
      const isEnough = moved > ENOUGH_PX;
      reset();
      if (isEnough) back.current();
    };

    element.addEventListener('touchstart', onStart, { passive: true });
    element.addEventListener('touchmove', onMove, { passive: true });
    element.addEventListener('touchend', onEnd);
    element.addEventListener('touchcancel', reset);
    return () => {
      element.removeEventListener('touchstart', onStart);
      element.removeEventListener('touchmove', onMove);
      element.removeEventListener('touchend', onEnd);
      element.removeEventListener('touchcancel', reset);
      reset();
    };
  }, [pane, isOn]);
}
