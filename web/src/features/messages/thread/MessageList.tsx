// The rows of a thread. Only the rows in and around the visible part are in the document. Heights are measured; the
// reader's position stays while older messages are inserted above it, and the end is followed while the reader is
// there.
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { useReading } from '@/features/receipts/useReading.ts';
import { MeasuredRow } from './MeasuredRow.tsx';
import { rowOfSeq, type Row } from './rows.ts';
import { StickyDay } from './StickyDay.tsx';
import { useEndWatch } from './useEndWatch.ts';
import type { Start } from './useOpening.ts';
import { useRovingFocus } from './useRovingFocus.ts';
import { useRowVirtualizer, type RowVirtualizer } from './useRowVirtualizer.ts';
import { useSeek } from './useSeek.ts';

// More messages are asked for when fewer than this many loaded rows are left.
const NEAR_ROWS = 15;

export interface MessageListHandle {
  scrollToEnd: (behavior?: 'auto' | 'smooth') => void;
  // Returns false if the message is not among the rows.
  scrollToSeq: (seq: number) => boolean;
  focusLast: () => void;
}

interface MessageListProps {
  rows: readonly Row[];
  label: string;
  start: Start;
  // Whether messages beyond the loaded ones exist. `onNearStart` and `onNearEnd` ask for them.
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
  const { rows, label, start, hasNewer, onEnd, onRead, onKey, renderRow, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const focus = useRovingFocus(rows);
  const { virtualizer, containerRef } = useRowVirtualizer({ rows, scroller, hasNewer, focusIndex: focus.index });
  const measure = useCallback((element: HTMLDivElement | null) => virtualizer.measureElement(element), [virtualizer]);
  const observe = useReading(scroller, onRead);
  const position = usePosition({ rows, start, virtualizer, ref, focusLast: focus.last });
  useMorePages(props, virtualizer);
  const toEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  useEndWatch({ scroller, rows, onEnd, toEnd });

  const onKeyDown = (event: KeyboardEvent) => {
    const message = event.target instanceof HTMLElement ? event.target.dataset.message : undefined;
    if (!message || event.metaKey || event.ctrlKey || event.altKey) return;
    if (!focus.walk(message, event)) onKey(message, event);
  };

  // The message that gets the focus may have been outside of the document until this rendering.
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
        // Rows come and go while the reader scrolls, which must not be announced. Announcer announces new messages.
        aria-live="off"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onWheel={position.forget}
        onTouchMove={position.forget}
        onPointerDown={position.forget}
        onFocus={focus.onFocus}
        className="thread-scroller size-full overflow-x-hidden overflow-y-auto"
      >
        <div ref={containerRef} className="relative">
          {virtualizer.getVirtualItems().map(({ key, index }) => {
            const row = rows[index];
            const isTabStop = index === focus.index;
            return row && <MeasuredRow key={key} {...{ row, index, measure, observe, isTabStop, renderRow }} />;
          })}
        </div>
      </div>
    </div>
  );
}

interface PositionOptions extends Pick<MessageListProps, 'rows' | 'start'> {
  ref: Ref<MessageListHandle> | undefined;
  virtualizer: RowVirtualizer;
  focusLast: () => void;
}

// Puts the list where it starts, and lets its owner scroll it. Returns the seek, so that the reader can end it.
function usePosition({ rows, start, virtualizer, ref, focusLast }: PositionOptions) {
  const position = useSeek(rows, (index, align) => virtualizer.scrollToIndex(index, { align }));
  const scrollToSeq = (seq: number) => {
    const index = rowOfSeq(rows, seq);
    if (index >= 0) position.seek(index, 'center');
    return index >= 0;
  };
  useImperativeHandle(ref, () => ({
    scrollToEnd: (behavior = 'auto') => {
      position.forget();
      virtualizer.scrollToEnd({ behavior });
    },
    scrollToSeq,
    focusLast,
  }));

  // This runs once, with the first rows. From then on the reader decides where the list stands.
  useLayoutEffect(() => {
    const unread = start.at === 'unread' ? rows.findIndex((row) => row.kind === 'unread') : -1;
    if (unread >= 0) position.seek(unread, 'start');
    else if (start.at !== 'seq' || !scrollToSeq(start.seq)) virtualizer.scrollToEnd();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return position;
}

// Asks for more messages when the visible rows come near to an end of the loaded ones.
function useMorePages({ rows, hasOlder, hasNewer, onNearStart, onNearEnd }: MessageListProps, { range }: RowVirtualizer) {
  const first = range?.startIndex ?? 0;
  const last = range?.endIndex ?? 0;
  useEffect(() => {
    if (hasOlder && first <= NEAR_ROWS) onNearStart();
    if (hasNewer && last >= rows.length - 1 - NEAR_ROWS) onNearEnd();
  }, [first, last, rows, hasOlder, hasNewer, onNearStart, onNearEnd]);
}
