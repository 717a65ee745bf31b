// Reports what the user has read: the highest message that was in view while the page was visible and had the focus. A
// page in the background reads nothing; when it comes back, the messages in view count as read.
import { useCallback, useEffect, useRef, type RefObject } from 'react';

// A message counts as in view if half of it is visible, or if it fills half of the list.
const ENOUGH = 0.5;

export function useReading(scroller: RefObject<HTMLElement | null>, onRead: (seq: number) => void) {
  const inView = useRef(new Map<Element, number>());
  const seqs = useRef(new WeakMap<Element, number>());
  const observer = useRef<IntersectionObserver>(undefined);
  const waiting = useRef(new Set<Element>());
  const latest = useRef(onRead);
  useEffect(() => {
    latest.current = onRead;
  });

  const report = useCallback(() => {
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const highest = Math.max(0, ...inView.current.values());
    if (highest > 0) latest.current(highest);
  }, []);

  useEffect(() => {
    const seen = inView.current;
    const created = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
          const fills = intersectionRect.height >= (rootBounds?.height ?? Infinity) * ENOUGH;
          const seq = seqs.current.get(target);
          if (seq !== undefined && isIntersecting && (intersectionRatio >= ENOUGH || fills)) seen.set(target, seq);
          else seen.delete(target);
        }
        report();
      },
      { root: scroller.current, threshold: [0, ENOUGH, 1] },
    );
    observer.current = created;
    for (const element of waiting.current) created.observe(element);
    waiting.current.clear();
    addEventListener('focus', report);
    document.addEventListener('visibilitychange', report);
    return () => {
      created.disconnect();
      observer.current = undefined;
      seen.clear();
      removeEventListener('focus', report);
      document.removeEventListener('visibilitychange', report);
    };
  }, [scroller, report]);

  // Rows are attached before the effect above creates the observer. They wait for it.
  return useCallback((element: Element, seq: number) => {
    seqs.current.set(element, seq);
    if (observer.current) observer.current.observe(element);
    else waiting.current.add(element);
    return () => {
      observer.current?.unobserve(element);
      waiting.current.delete(element);
      inView.current.delete(element);
    };
  }, []);
}
