// Reports when the latest message comes into view and when it leaves it, whether the reader or the messages moved.
// While it is in view it stays there when the list gets lower: above a growing composer or a phone's keyboard.
import { useEffect, useRef, type RefObject } from 'react';
import type { Row } from './rows.ts';

// The list counts as being at its end within this distance.
export const END_PX = 48;

interface EndWatch {
  scroller: RefObject<HTMLDivElement | null>;
  rows: readonly Row[];
  onEnd: (isAtEnd: boolean) => void;
  toEnd: () => void;
}

export function useEndWatch({ scroller, rows, onEnd, toEnd }: EndWatch) {
  // False until the list has been seen at its end; the first measurements may be wrong.
  const isAtEnd = useRef(false);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      isAtEnd.current = element.scrollHeight - element.clientHeight - element.scrollTop <= END_PX;
      onEnd(isAtEnd.current);
    };
    element.addEventListener('scroll', look, { passive: true });
    const frame = requestAnimationFrame(look);
    return () => {
      element.removeEventListener('scroll', look);
      cancelAnimationFrame(frame);
    };
  }, [scroller, rows, onEnd]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) toEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, toEnd]);
}
