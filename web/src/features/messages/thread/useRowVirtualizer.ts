// TanStack Virtual, set up for the rows of a thread: anchored at its end, with heights that are estimated and then
// measured.
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { estimateHeight } from './heights.ts';
import type { Row } from './rows.ts';
import { END_PX } from './useEndWatch.ts';

interface ThreadRows {
  rows: readonly Row[];
  scroller: RefObject<HTMLDivElement | null>;
  hasNewer: boolean;
  // The row that the Tab key stops at; it stays in the document.
  focusIndex: number;
}

export type RowVirtualizer = ReturnType<typeof useVirtualizer<HTMLDivElement, HTMLDivElement>>;

export function useRowVirtualizer({ rows, scroller, hasNewer, focusIndex }: ThreadRows) {
  const hadNewer = useRef(hasNewer);
  useEffect(() => {
    hadNewer.current = hasNewer;
  });
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateHeight(rows[index], scroller.current?.clientWidth ?? 640),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 8,
    anchorTo: 'end',
    // A loaded page of newer messages is not a message that has just arrived, so the list does not scroll to its end.
    followOnAppend: !hasNewer && !hadNewer.current,
    scrollEndThreshold: END_PX,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    rangeExtractor: (range: Range) => withFocused(defaultRangeExtractor(range), focusIndex),
  });
  return { virtualizer, containerRef: virtualizer.containerRef };
}

function withFocused(indexes: number[], focused: number): number[] {
  if (focused < 0 || indexes.includes(focused)) return indexes;
  return [...indexes, focused].sort((one, other) => one - other);
}
