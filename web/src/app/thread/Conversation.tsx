// An open conversation: its header, its messages and the composer, joined with the SDK.
import type { ConversationItem } from '@parley/client';
import { useClient, useMe } from '@parley/client/react';
import { useCallback, useRef } from 'react';
import { useNames } from '@/features/accounts/useNames.ts';
import { BlockedNotice } from '@/features/conversations/BlockedNotice.tsx';
import { ConversationHeader } from '@/features/conversations/ConversationHeader.tsx';
import { ClosedNotice } from '@/features/conversations/ClosedNotice.tsx';
import { nameOf, otherOf } from '@/features/conversations/summary.ts';
import { useIsBlocked } from '@/features/conversations/useIsBlocked.ts';
import { useMembersOf } from '@/features/conversations/useMembersOf.ts';
import type { ComposerHandle } from '@/features/messages/composer/Composer.tsx';
import { ThreadComposer } from '@/features/messages/composer/ThreadComposer.tsx';
import { ThreadProvider } from '@/features/messages/context.ts';
import { capabilities } from '@/features/messages/message/capabilities.ts';
import { RemoveDialog } from '@/features/messages/message/RemoveDialog.tsx';
import { PinnedMessages } from '@/features/messages/pins/PinnedMessages.tsx';
import type { MessageListHandle } from '@/features/messages/thread/MessageList.tsx';
import { ThreadBody } from '@/features/messages/thread/ThreadBody.tsx';
import { useOpening } from '@/features/messages/thread/useOpening.ts';
import { useThreadActions } from '@/features/messages/thread/useThreadActions.ts';
import { useThreadContext } from '@/features/messages/thread/useThreadContext.ts';
import { useWindow } from '@/features/messages/thread/useWindow.ts';
import { TypingLine } from '@/features/typing/TypingLine.tsx';
import { useTypingNames } from '@/features/typing/useTypingNames.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { useFocusOnOpen } from './useFocusOnOpen.ts';
import { useThreadKeys } from './useThreadKeys.ts';

export function Conversation({ summary, seq }: { summary: ConversationItem; seq: number | undefined }) {
  const client = useClient();
  const { id: me } = useMe();
  const { id } = summary.conversation;
  const name = nameOf(summary, me);
  const list = useRef<MessageListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const opening = useOpening(summary, seq);
  const window = useWindow(id, opening.wanted);
  const nameOfUser = useNames(summary);
  const members = useMembersOf(summary);
  const isBlocked = useIsBlocked(summary);
  const isClosed = otherOf(summary, me)?.closed === true;
  const typing = useTypingNames(id, nameOfUser);
  const scrollTo = useCallback((to: number) => list.current?.scrollToSeq(to), []);
  const { actions, mode, endMode, submit, removing, setRemoving, remove } = useThreadActions(id, nameOfUser, scrollTo);
  const thread = useThreadContext({ summary, members, nameOf: nameOfUser, canWrite: !isBlocked && !isClosed, actions });

  const toLatest = () => {
    if (seq !== undefined) navigate(paths.conversation(id), { replace: true });
    const show = () => requestAnimationFrame(() => list.current?.scrollToEnd());
    if (window.hasNewer) void client.showLatest(id).then(show);
    else show();
  };
  const editLast = () => {
    const last = window.lines.findLast((line) => capabilities(line, thread).edit);
    if (last) actions.edit(last);
  };
  const send = (text: string) => {
    submit(text);
    if (mode.kind !== 'edit') toLatest();
  };
  useFocusOnOpen(composer);
  useThreadKeys({ id, lastSeq: summary.conversation.last_seq, toLatest, list, composer });

  return (
    <ThreadProvider value={thread}>
      <ConversationHeader summary={summary} />
      <PinnedMessages />
      <ThreadBody name={name} window={window} opening={opening} seq={seq} onLatest={toLatest} listRef={list} />
      <TypingLine names={typing} />
      {isClosed ? (
        <ClosedNotice />
      ) : isBlocked ? (
        <BlockedNotice summary={summary} />
      ) : (
        <ThreadComposer ref={composer} name={name} members={members} mode={mode} onSubmit={send} onCancelMode={endMode} onEditLast={editLast} />
      )}
      {removing && <RemoveDialog line={removing} onRemove={() => remove(removing)} onClose={() => setRemoving(undefined)} />}
    </ThreadProvider>
  );
}
