// The rows of a thread, of which only those in and around the window are in the document. Heights are measured; what is
// read stays where it is while older messages arrive above it, and the end is followed while one is there.
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode, type Ref, type RefObject } from 'react';
import { estimateHeight } from './heights.ts';
import { useReading } from './useReading.ts';
import { useRovingFocus } from './useRovingFocus.ts';
import { rowOfSeq, seqOf, type Row } from './rows.ts';
import { StickyDay } from './StickyDay.tsx';

// As near to an end of what is loaded as this, more is asked for.
const NEAR_ROWS = 15;
// As near to the latest message as this counts as being there.
const END_PX = 48;

export interface MessageListHandle {
  scrollToEnd: (behavior?: 'auto' | 'smooth') => void;
  // False where the message is not among the rows.
  scrollToSeq: (seq: number) => boolean;
  focusLast: () => void;
}

// Where the list stands at first: at the end, or with a row at the top or in the middle.
export type Start = { at: 'end' } | { at: 'unread' } | { at: 'seq'; seq: number };

interface MessageListProps {
  rows: readonly Row[];
  label: string;
  start: Start;
  // Whether there is more than what is loaded, after which `onNearStart` and `onNearEnd` ask.
  hasOlder: boolean;
  hasNewer: boolean;
  onNearStart: () => void;
  onNearEnd: () => void;
  // Whether the latest message is in view.
  onEnd: (isAtEnd: boolean) => void;
  onRead: (seq: number) => void;
  // A key was pressed on a message.
  onKey: (key: string, event: KeyboardEvent) => void;
  renderRow: (row: Row, isTabStop: boolean) => ReactNode;
  ref?: Ref<MessageListHandle>;
}

export function MessageList(props: MessageListProps) {
  const { rows, label, start, hasOlder, hasNewer, onNearStart, onNearEnd, onEnd, onRead, onKey, renderRow, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const hadNewer = useRef(hasNewer);
  const focus = useRovingFocus(rows);
  const focusIndex = focus.index;
  const observe = useReading(scroller, onRead);

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateHeight(rows[index], scroller.current?.clientWidth ?? 640),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 8,
    anchorTo: 'end',
    // A page of newer messages that has been loaded is no message that has just arrived: it is not followed.
    followOnAppend: !hasNewer && !hadNewer.current,
    scrollEndThreshold: END_PX,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    rangeExtractor: (range: Range) => withFocused(defaultRangeExtractor(range), focusIndex),
  });

  const measure = useCallback((element: HTMLDivElement | null) => virtualizer.measureElement(element), [virtualizer]);

  useEffect(() => {
    hadNewer.current = hasNewer;
  });

  const sought = useSought(rows, (index, align) => virtualizer.scrollToIndex(index, { align }));
  const scrollToSeq = (seq: number) => {
    const index = rowOfSeq(rows, seq);
    if (index >= 0) sought.seek(index, 'center');
    return index >= 0;
  };

  useImperativeHandle(ref, () => ({
    scrollToEnd: (behavior = 'auto') => {
      sought.forget();
      virtualizer.scrollToEnd({ behavior });
    },
    scrollToSeq,
    focusLast: focus.last,
  }));

  // Once, when the first rows are there: from then on the list stands where the reader put it.
  useLayoutEffect(() => {
    const unread = start.at === 'unread' ? rows.findIndex((row) => row.kind === 'unread') : -1;
    if (unread >= 0) sought.seek(unread, 'start');
    else if (start.at !== 'seq' || !scrollToSeq(start.seq)) virtualizer.scrollToEnd();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const items = virtualizer.getVirtualItems();
  const { range } = virtualizer;
  const first = range?.startIndex ?? 0;
  const last = range?.endIndex ?? 0;
  useEffect(() => {
    if (hasOlder && first <= NEAR_ROWS) onNearStart();
    if (hasNewer && last >= rows.length - 1 - NEAR_ROWS) onNearEnd();
  }, [first, last, rows, hasOlder, hasNewer, onNearStart, onNearEnd]);

  const toEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  useEndWatch(scroller, rows, onEnd, toEnd);

  const onKeyDown = (event: KeyboardEvent) => {
    const message = event.target instanceof HTMLElement ? event.target.dataset.message : undefined;
    if (!message || event.metaKey || event.ctrlKey || event.altKey) return;
    if (!focus.walk(message, event)) onKey(message, event);
  };

  // Where the focus was sent to may have been out of the document until this rendering.
  useLayoutEffect(() => {
    const sent = focus.takeSent();
    if (!sent) return;
    virtualizer.scrollToIndex(sent.index, { align: 'auto' });
    scroller.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(sent.key)}"]`)?.focus({ preventScroll: true });
  });

  return (
    <div className="relative min-h-0 flex-1">
      <StickyDay rows={rows} virtualizer={virtualizer} scroller={scroller} />
      <div
        ref={scroller}
        role="log"
        // Rows come and go with scrolling, which is nothing to announce: what is new is said by Announcer.
        aria-live="off"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onWheel={sought.forget}
        onTouchMove={sought.forget}
        onPointerDown={sought.forget}
        onFocus={focus.onFocus}
        className="thread-scroller size-full overflow-x-hidden overflow-y-auto"
      >
        <div ref={virtualizer.containerRef} className="relative">
          {items.map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <MeasuredRow
                  key={item.key}
                  row={row}
                  index={item.index}
                  measure={measure}
                  observe={observe}
                  isTabStop={item.index === focusIndex}
                  renderRow={renderRow}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function withFocused(indexes: number[], focused: number): number[] {
  if (focused < 0 || indexes.includes(focused)) return indexes;
  return [...indexes, focused].sort((one, other) => one - other);
}

interface MeasuredRowProps {
  row: Row;
  index: number;
  measure: (element: HTMLDivElement | null) => void;
  observe: (element: Element, seq: number) => () => void;
  isTabStop: boolean;
  renderRow: (row: Row, isTabStop: boolean) => ReactNode;
}

const MeasuredRow = memo(function MeasuredRow({ row, index, measure, observe, isTabStop, renderRow }: MeasuredRowProps) {
  const seq = seqOf(row);
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      measure(element);
      return element && seq !== undefined ? observe(element, seq) : undefined;
    },
    [measure, observe, seq],
  );
  return (
    <div ref={attach} data-index={index} className="absolute inset-x-0">
      {renderRow(row, isTabStop)}
    </div>
  );
});

const SOUGHT_MS = 1_000;

// The row that is being scrolled to. Where it stands may change on the way there, when older rows are put above it: it is
// sought anew by its key, until it is found for good or the reader goes elsewhere.
function useSought(rows: readonly Row[], scrollTo: (index: number, align: 'start' | 'center') => void) {
  const sought = useRef<{ key: string; align: 'start' | 'center'; until: number }>(undefined);
  const latest = useRef(scrollTo);
  useLayoutEffect(() => {
    latest.current = scrollTo;
  });
  useLayoutEffect(() => {
    const { current } = sought;
    if (!current || performance.now() > current.until) return;
    const index = rows.findIndex((row) => row.key === current.key);
    if (index >= 0) latest.current(index, current.align);
  }, [rows]);
  return {
    seek: (index: number, align: 'start' | 'center') => {
      const key = rows[index]?.key;
      if (key === undefined) return;
      sought.current = { key, align, until: performance.now() + SOUGHT_MS };
      scrollTo(index, align);
    },
    forget: () => {
      sought.current = undefined;
    },
  };
}

// Says when the latest message comes into view and leaves it, whatever moved: the reader or the messages. While it is in
// view it stays there when the room gets smaller: under a growing composer, above a phone's keyboard.
function useEndWatch(scroller: RefObject<HTMLDivElement | null>, rows: readonly Row[], onEnd: (isAtEnd: boolean) => void, toEnd: () => void) {
  // Not before it was seen to be so: what is measured first may be anywhere.
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
