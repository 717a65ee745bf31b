// The messages of a conversation as a list, with a button that leads to the latest one. It gets the messages as props.
import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { textOf } from '@/features/messages/content.ts';
import { isOwn, type ThreadContext } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import { capabilities } from '@/features/messages/message/capabilities.ts';
import { Message } from '@/features/messages/message/Message.tsx';
import { tickOf, type Reach } from '@/features/receipts/ticks.ts';
import { useStrings } from '@/i18n/languages.ts';
import { Announcer } from './Announcer.tsx';
import { LatestButton } from './LatestButton.tsx';
import { MessageList, type MessageListHandle } from './MessageList.tsx';
import { layOut, type Row } from './rows.ts';
import { Beginning, DaySeparator, HiddenLine, SystemLine, UnreadLine } from './ThreadRow.tsx';
import type { Start } from './useOpening.ts';

interface ThreadViewProps {
  thread: ThreadContext;
  name: string;
  lines: readonly Line[];
  // Whether the server has older or newer messages than these.
  hasOlder: boolean;
  hasNewer: boolean;
  onNearStart: () => void;
  onNearEnd: () => void;
  // The last seq that was read when the thread was opened; undefined if nothing was unread.
  unreadAfter: number | undefined;
  start: Start;
  target: number | undefined;
  reach: Reach;
  onRead: (seq: number) => void;
  // Goes to the latest message, which may have to be loaded first.
  onLatest: () => void;
  listRef: RefObject<MessageListHandle | null>;
}

export function ThreadView({ unreadAfter, target, reach, onLatest, listRef, ...props }: ThreadViewProps) {
  const { thread, name, lines, hasOlder, hasNewer } = props;
  const strings = useStrings().messages;
  const me = thread.me.id;
  const { isHidden, shown, reveal } = useHidden(lines, thread);
  const rows = useMemo(
    () => layOut(lines, { unreadAfter, startsHere: !hasOlder, me, isHidden }),
    [lines, unreadAfter, hasOlder, me, isHidden],
  );
  const { isAtEnd, missed, onEnd } = useMissed(shown, me);
  const onKey = (key: string, event: KeyboardEvent) => {
    const line = lines.find((one) => one.key === key);
    if (line && runKey(event.key.toLowerCase(), line, thread)) event.preventDefault();
  };
  const renderRow = useCallback(
    (row: Row, isTabStop: boolean) => drawRow(row, isTabStop, { thread, name, reach, target, reveal }),
    [thread, name, reach, target, reveal],
  );

  return (
    <div className="relative isolate flex min-h-0 flex-1 flex-col">
      <MessageList
        ref={listRef}
        rows={rows}
        label={strings.label(name)}
        start={props.start}
        hasOlder={hasOlder}
        hasNewer={hasNewer}
        onNearStart={props.onNearStart}
        onNearEnd={props.onNearEnd}
        onEnd={onEnd}
        onRead={props.onRead}
        onKey={onKey}
        renderRow={renderRow}
      />
      {(!isAtEnd || hasNewer) && <LatestButton count={missed} onPress={onLatest} />}
      <Announcer lines={shown} hasNewer={hasNewer} />
    </div>
  );
}

interface Drawn extends Pick<ThreadViewProps, 'thread' | 'name' | 'reach' | 'target'> {
  reveal: (keys: readonly string[]) => void;
}

function drawRow(row: Row, isTabStop: boolean, { thread, name, reach, target, reveal }: Drawn): ReactNode {
  switch (row.kind) {
    case 'message':
      return (
        <Message
          line={row.line}
          isFirst={row.isFirst}
          isLast={row.isLast}
          tick={isOwn(row.line, thread) ? tickOf({ seq: row.line.seq, failed: row.line.state === 'failed' }, reach) : undefined}
          isTarget={row.line.seq !== undefined && row.line.seq === target}
          isTabStop={isTabStop}
        />
      );
    case 'day':
      return <DaySeparator at={row.at} />;
    case 'unread':
      return <UnreadLine />;
    case 'hidden':
      return <HiddenLine count={row.keys.length} onShow={() => reveal(row.keys)} />;
    case 'system':
      return <SystemLine text={textOf(row.line.content)} />;
    case 'start':
      return <Beginning id={thread.conversation} name={name} isGroup={thread.isGroup} />;
  }
}

// Decides which lines are hidden. Those that the reader has asked to see stay visible while the thread is open.
function useHidden(lines: readonly Line[], thread: ThreadContext) {
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const isHidden = useCallback((line: Line) => thread.isHidden(line.sender) && !revealed.has(line.key), [thread, revealed]);
  const shown = useMemo(() => lines.filter((line) => !isHidden(line)), [lines, isHidden]);
  const reveal = useCallback((keys: readonly string[]) => setRevealed((before) => new Set([...before, ...keys])), []);
  return { isHidden, shown, reveal };
}

// Counts the messages of others that have come since the end went out of view.
function useMissed(lines: readonly Line[], me: string) {
  const [isAtEnd, setAtEnd] = useState(true);
  const lastSeq = useMemo(() => lines.findLast((line) => line.seq !== undefined)?.seq ?? 0, [lines]);
  const [leftAt, setLeftAt] = useState(lastSeq);
  if (isAtEnd && leftAt !== lastSeq) setLeftAt(lastSeq);
  const missed = isAtEnd ? 0 : lines.filter((line) => line.seq !== undefined && line.seq > leftAt && line.sender !== me).length;
  return { isAtEnd, missed, onEnd: setAtEnd };
}

// Runs the key of a message that has the focus. Returns false if the key does nothing there.
function runKey(key: string, line: Line, thread: ThreadContext): boolean {
  const can = capabilities(line, thread);
  const { actions } = thread;
  const keys: Record<string, [allowed: boolean, run: (line: Line) => void]> = {
    r: [can.reply, actions.reply],
    e: [can.edit, actions.edit],
    c: [can.copy, actions.copyText],
    delete: [can.remove, actions.remove],
    backspace: [can.remove, actions.remove],
  };
  const [isAllowed, run] = keys[key] ?? [false, undefined];
  if (!isAllowed || !run) return false;
  run(line);
  return true;
}
