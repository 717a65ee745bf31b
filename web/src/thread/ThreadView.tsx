// A conversation's messages with all that stands around them, from the pins at the top to who is typing. It knows nothing
// of where they come from.
import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { Announcer } from './Announcer.tsx';
import { isOwn, type ThreadContext } from './context.ts';
import { LatestButton } from './LatestButton.tsx';
import type { Line } from './line.ts';
import { Message } from './Message.tsx';
import { capabilities } from './menu.ts';
import { MessageList, type MessageListHandle, type Start } from './MessageList.tsx';
import { layOut, type Row } from './rows.ts';
import { Beginning, DaySeparator, SystemLine, UnreadLine } from './ThreadRow.tsx';
import { tickOf, type Reach } from './ticks.ts';

interface ThreadViewProps {
  thread: ThreadContext;
  name: string;
  lines: readonly Line[];
  // Whether these are all: nothing older or newer is to be loaded.
  hasOlder: boolean;
  hasNewer: boolean;
  onNearStart: () => void;
  onNearEnd: () => void;
  // What was read when the thread was opened; undefined where nothing was unread.
  unreadAfter: number | undefined;
  start: Start;
  target: number | undefined;
  reach: Reach;
  onRead: (seq: number) => void;
  // Back to the end: where newer messages are not loaded, these are loaded first.
  onLatest: () => void;
  listRef: React.RefObject<MessageListHandle | null>;
  children?: ReactNode;
}

export function ThreadView(props: ThreadViewProps) {
  const { thread, name, lines, hasOlder, hasNewer, onNearStart, onNearEnd, unreadAfter, start, target, reach, onRead, onLatest, listRef } = props;
  const strings = useStrings().thread;
  const me = thread.me.id;
  const rows = useMemo(
    () => layOut(lines, { unreadAfter, startsHere: !hasOlder, me }),
    [lines, unreadAfter, hasOlder, me],
  );
  const { isAtEnd, missed, onEnd } = useMissed(lines, me);

  const onKey = (key: string, event: KeyboardEvent) => {
    const line = lines.find((one) => one.key === key);
    if (line && runKey(event.key.toLowerCase(), line, thread)) event.preventDefault();
  };

  const renderRow = useCallback(
    (row: Row, isTabStop: boolean): ReactNode => {
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
        case 'system':
          return <SystemLine body={row.line.body} />;
        case 'start':
          return <Beginning id={thread.conversation} name={name} isGroup={thread.isGroup} />;
      }
    },
    [thread, name, reach, target],
  );

  return (
    <div className="relative isolate flex min-h-0 flex-1 flex-col">
      <MessageList
        ref={listRef}
        rows={rows}
        label={strings.label(name)}
        start={start}
        hasOlder={hasOlder}
        hasNewer={hasNewer}
        onNearStart={onNearStart}
        onNearEnd={onNearEnd}
        onEnd={onEnd}
        onRead={onRead}
        onKey={onKey}
        renderRow={renderRow}
      />
      {(!isAtEnd || hasNewer) && <LatestButton count={missed} onPress={onLatest} />}
      <Announcer lines={lines} hasNewer={hasNewer} />
      {props.children}
    </div>
  );
}

// How many messages of others have come since the end was out of view.
function useMissed(lines: readonly Line[], me: string) {
  const [isAtEnd, setAtEnd] = useState(true);
  const lastSeq = useMemo(() => lines.findLast((line) => line.seq !== undefined)?.seq ?? 0, [lines]);
  const [leftAt, setLeftAt] = useState(lastSeq);
  if (isAtEnd && leftAt !== lastSeq) setLeftAt(lastSeq);
  const missed = isAtEnd ? 0 : lines.filter((line) => line.seq !== undefined && line.seq > leftAt && line.sender !== me).length;
  return { isAtEnd, missed, onEnd: setAtEnd };
}

// The keys of a message that has the focus; false for those that mean nothing there.
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
