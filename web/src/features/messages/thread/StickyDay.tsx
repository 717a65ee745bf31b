// The day of the topmost message. It stays at the top until the separator of the next day pushes it away. The scroll
// event moves the element directly, because a rendering for each frame would cost more than the rest of scrolling.
import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { useFormats } from '@/i18n/format.ts';
import type { Row } from './rows.ts';

const HEIGHT_PX = 36;

interface StickyDayProps {
  rows: readonly Row[];
  virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>;
  scroller: RefObject<HTMLDivElement | null>;
}

export function StickyDay({ rows, virtualizer, scroller }: StickyDayProps) {
  const formats = useFormats();
  const pill = useRef<HTMLDivElement>(null);
  const days = useMemo(() => daysOf(rows), [rows]);

  useEffect(() => {
    const element = scroller.current;
    const shown = pill.current;
    if (!element || !shown) return;
    const startOf = (day: { index: number } | undefined) => (day ? (virtualizer.measurementsCache[day.index]?.start ?? Infinity) : Infinity);
    const update = () => {
      const top = element.scrollTop;
      const next = days.findIndex((day) => startOf(day) > top + 4);
      const current = next < 0 ? days.at(-1) : days[next - 1];
      shown.hidden = !current;
      if (!current) return;
      const overlap = next < 0 ? 0 : Math.max(0, HEIGHT_PX - (startOf(days[next]) - top));
      shown.style.transform = `translateY(${-overlap}px)`;
      const text = formats.day(current.at);
      const label = shown.firstElementChild;
      if (label && label.textContent !== text) label.textContent = text;
    };
    update();
    element.addEventListener('scroll', update, { passive: true });
    const observer = new ResizeObserver(update);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', update);
      observer.disconnect();
    };
  }, [days, formats, scroller, virtualizer]);

  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 z-10 overflow-hidden" aria-hidden="true">
      <div ref={pill} hidden className="flex h-9 items-center justify-center">
        <span className="day-pill" />
      </div>
    </div>
  );
}

// Returns the index at which each day begins. The first day begins with the first row, even if it has no separator.
function daysOf(rows: readonly Row[]) {
  const days = rows.flatMap((row, index) => (row.kind === 'day' ? [{ index, at: row.at }] : []));
  const [first] = rows;
  return first && 'line' in first ? [{ index: 0, at: first.line.at }, ...days] : days;
}
