// A conversation that is there: it is opened where its reader left off, or at the message that the address names.
import type { ConversationItem } from '@parley/client';
import { useReceipts, useServer, useTyping } from '@parley/client/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useKeys } from '@/app/keys.ts';
import { navigate } from '@/app/router.tsx';
import { paths } from '@/app/routes.ts';
import { Composer, type ComposerHandle } from '@/composer/Composer.tsx';
import type { Subject } from '@/composer/drafts.ts';
import { useDraft, useDrafts } from '@/composer/useDrafts.ts';
import { nameOf } from '@/conversations/summary.ts';
import { ErrorState } from '@/design/states.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useClient, useMe } from '@/session/client.tsx';
import { Barrier } from './Barrier.tsx';
import { ThreadProvider } from './context.ts';
import type { Line } from './line.ts';
import type { MessageListHandle, Start } from './MessageList.tsx';
import { Pins } from './Pins.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { ThreadHeader } from './ThreadHeader.tsx';
import { ThreadSkeleton } from './ThreadSkeleton.tsx';
import { ThreadView } from './ThreadView.tsx';
import { reachOf } from './ticks.ts';
import { TypingLine } from './TypingLine.tsx';
import { useThreadActions } from './useThreadActions.ts';
import { useThreadContext } from './useThreadContext.ts';
import { useWindow } from './useWindow.ts';

// What the server's limit is by default; offline, before it has said so.
const MESSAGE_CHARS = 4_000;

export function Conversation({ summary, seq }: { summary: ConversationItem; seq: number | undefined }) {
  const strings = useStrings();
  const client = useClient();
  const { id: me } = useMe();
  const { id } = summary.conversation;
  const name = nameOf(summary, me);
  const [opened] = useState(() => ({ unreadAfter: summary.unread > 0 ? summary.read_seq : undefined, seq }));
  const list = useRef<MessageListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const drafts = useDrafts();
  const draft = useDraft(id);
  const charactersMost = useServer()?.limits.message_chars ?? MESSAGE_CHARS;

  const window = useWindow(id, seq ?? (opened.seq === undefined && opened.unreadAfter !== undefined ? opened.unreadAfter + 1 : undefined));
  const names = useRef<(user: string) => string>(() => '');
  const subjectOf = useCallback(
    (line: Line): Subject => ({ seq: line.seq ?? 0, name: names.current(line.sender), body: line.body }),
    [],
  );
  const jumpAgain = useCallback((to: number) => list.current?.scrollToSeq(to), []);
  const { actions, mode, endMode, submit, removing, setRemoving, remove } = useThreadActions(id, subjectOf, jumpAgain);
  const { members, thread, isBlocked } = useThreadContext(summary, actions);
  useEffect(() => {
    names.current = thread.nameOf;
  });

  // Whoever has a keyboard came to write; on a phone the field would bring up another half of a screen.
  useEffect(() => {
    const hasPanel = new URLSearchParams(location.search).has('panel');
    if (!hasPanel && matchMedia('(pointer: fine)').matches) composer.current?.focus();
  }, []);

  const receipts = useReceipts(id);
  const reach = useMemo(
    () => reachOf(receipts.map((one) => ({ user: one.user, deliveredSeq: one.delivered_seq, readSeq: one.read_seq })), me),
    [receipts, me],
  );
  const typing = useTyping(id).map(thread.nameOf);
  const target = useTarget(seq, window.isSettled, window.lines, list);

  const toLatest = () => {
    if (seq !== undefined) navigate(paths.conversation(id), { replace: true });
    const show = () => requestAnimationFrame(() => list.current?.scrollToEnd());
    if (window.hasNewer) void client.showLatest(id).then(show);
    else show();
  };
  const onRead = useCallback((read: number) => client.markRead(id, read), [client, id]);
  const editLast = () => {
    const last = window.lines.findLast((line) => line.sender === me && line.state === 'sent' && !line.isDeleted && line.kind === 'text');
    if (last) actions.edit(last);
  };
  useThreadKeys({
    close: () => {
      client.markRead(id, summary.conversation.last_seq);
      navigate(paths.home());
    },
    latest: toLatest,
    write: () => composer.current?.focus(),
    details: () => navigate(paths.conversation(id, { panel: 'info' })),
    walk: () => list.current?.focusLast(),
  });

  const start: Start = opened.seq !== undefined ? { at: 'seq', seq: opened.seq } : { at: opened.unreadAfter === undefined ? 'end' : 'unread' };
  // Once shown, a thread stays while another part of it is loaded.
  const [isReady, setReady] = useState(false);
  if (!isReady && window.status !== 'loading' && window.isSettled) setReady(true);
  return (
    <ThreadProvider value={thread}>
      <ThreadHeader summary={summary} />
      <Pins />
      {!isReady && <ThreadSkeleton />}
      {isReady && window.status === 'failed' && window.lines.length === 0 && (
        <ErrorState title={strings.thread.failed} onRetry={() => void client.showLatest(id)} />
      )}
      {isReady && (window.status === 'ready' || window.lines.length > 0) && (
        <ThreadView
          thread={thread}
          name={name}
          lines={window.lines}
          hasOlder={window.hasOlder}
          hasNewer={window.hasNewer}
          onNearStart={window.loadOlder}
          onNearEnd={window.loadNewer}
          unreadAfter={opened.unreadAfter}
          start={start}
          target={target}
          reach={reach}
          onRead={onRead}
          onLatest={toLatest}
          listRef={list}
        />
      )}
      <TypingLine names={typing} />
      {isBlocked ? (
        <Barrier summary={summary} />
      ) : (
        <Composer
          ref={composer}
          label={strings.composer.label(name)}
          mode={mode}
          draft={draft}
          people={members.filter((member) => member.user !== me && !member.left_at).map(personOf)}
          mentionsAll={thread.permissions.canModerate}
          charactersMost={charactersMost}
          onDraft={(text) => drafts.write(id, { ...drafts.read(id), text })}
          onTyping={(isActive) => client.typing(id, isActive)}
          onSubmit={(text) => {
            submit(text);
            if (mode.kind !== 'edit') toLatest();
          }}
          onCancelMode={endMode}
          onEditLast={editLast}
        />
      )}
      {removing && <RemoveDialog line={removing} onRemove={() => remove(removing)} onClose={() => setRemoving(undefined)} />}
    </ThreadProvider>
  );
}

function personOf(member: { user: string; username: string; display_name: string }) {
  return { id: member.user, username: member.username, displayName: member.display_name };
}

const SHOWN_MS = 2_000;

// The message that the address names: scrolled to when it changes, and marked for a moment.
function useTarget(seq: number | undefined, isSettled: boolean, lines: readonly Line[], list: React.RefObject<MessageListHandle | null>) {
  const done = useRef<number>(undefined);
  const [faded, setFaded] = useState<number>();
  if (seq === undefined && faded !== undefined) setFaded(undefined);
  useEffect(() => {
    if (seq === undefined) done.current = undefined;
    if (seq === undefined || !isSettled || done.current === seq) return;
    if (list.current?.scrollToSeq(seq)) done.current = seq;
  }, [seq, isSettled, lines, list]);
  useEffect(() => {
    if (seq === undefined || !isSettled) return;
    const timer = setTimeout(setFaded, SHOWN_MS, seq);
    return () => clearTimeout(timer);
  }, [seq, isSettled]);
  return isSettled && faded !== seq ? seq : undefined;
}

interface ThreadKeys {
  close: () => void;
  latest: () => void;
  write: () => void;
  details: () => void;
  walk: () => void;
}

function useThreadKeys({ close, latest, write, details, walk }: ThreadKeys) {
  const described = () => false;
  useKeys([
    { keys: 'Escape', group: 'thread', label: (strings) => strings.app.keys.close, run: close },
    { keys: ['ArrowUp', 'ArrowDown'], group: 'thread', label: (strings) => strings.thread.keys.move, run: walk },
    { keys: 'r', group: 'thread', label: (strings) => strings.thread.keys.reply, run: described, describedOnly: true },
    { keys: 'e', group: 'thread', label: (strings) => strings.thread.keys.edit, run: described, describedOnly: true },
    { keys: '+', group: 'thread', label: (strings) => strings.thread.keys.react, run: described, describedOnly: true },
    { keys: 'c', group: 'thread', label: (strings) => strings.thread.keys.copy, run: described, describedOnly: true },
    { keys: 'End', group: 'thread', label: (strings) => strings.thread.keys.latest, run: latest },
    { keys: 'w', group: 'thread', label: (strings) => strings.thread.keys.write, run: write },
    { keys: 'i', group: 'thread', label: (strings) => strings.thread.keys.details, run: details },
    { keys: 'Enter', group: 'composer', label: (strings) => strings.composer.keys.send, run: described, describedOnly: true },
    { keys: 'shift+Enter', group: 'composer', label: (strings) => strings.composer.keys.newLine, run: described, describedOnly: true },
    { keys: 'ArrowUp', group: 'composer', label: (strings) => strings.composer.keys.editLast, run: described, describedOnly: true },
    { keys: '@', group: 'composer', label: (strings) => strings.composer.keys.mention, run: described, describedOnly: true },
    { keys: ':', group: 'composer', label: (strings) => strings.composer.keys.emoji, run: described, describedOnly: true },
    { keys: 'Escape', group: 'composer', label: (strings) => strings.composer.keys.cancel, run: described, describedOnly: true },
  ]);
}
