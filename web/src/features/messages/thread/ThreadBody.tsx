// The messages of an open conversation in each of their states: loading, failed, shown.
import { useClient } from '@parley/client/react';
import { useCallback, useState, type RefObject } from 'react';
import { ErrorState } from '@/design/states.tsx';
import { useThread } from '@/features/messages/context.ts';
import { useReach } from '@/features/receipts/useReach.ts';
import { useStrings } from '@/i18n/languages.ts';
import type { MessageListHandle } from './MessageList.tsx';
import { ThreadSkeleton } from './ThreadSkeleton.tsx';
import { ThreadView } from './ThreadView.tsx';
import type { Opening } from './useOpening.ts';
import { useTarget } from './useTarget.ts';
import type { MessageWindow } from './useWindow.ts';

interface ThreadBodyProps {
  name: string;
  window: MessageWindow;
  opening: Opening;
  // The message that the address names.
  seq: number | undefined;
  onLatest: () => void;
  listRef: RefObject<MessageListHandle | null>;
}

export function ThreadBody({ name, window, opening, seq, onLatest, listRef }: ThreadBodyProps) {
  const thread = useThread();
  const { conversation } = thread;
  const client = useClient();
  const strings = useStrings().messages;
  const reach = useReach(conversation);
  const target = useTarget(seq, window.isSettled, window.lines, listRef);
  const onRead = useCallback((read: number) => client.markRead(conversation, read), [client, conversation]);
  // A thread that has been shown stays on the screen while another part of it is loaded.
  const [isReady, setReady] = useState(false);
  // Until the first page has come, only messages that wait to be sent are there. They are shown without it, because a page
  // may not come for a long time without a network.
  const isShowable = window.status === 'loading' ? window.lines.length > 0 : window.isSettled;
  if (!isReady && isShowable) setReady(true);

  if (!isReady) return <ThreadSkeleton />;
  if (window.status === 'failed' && window.lines.length === 0) {
    return <ErrorState title={strings.failed} onRetry={() => void client.showLatest(conversation)} />;
  }
  if (window.status !== 'ready' && window.lines.length === 0) return null;
  return (
    <ThreadView
      thread={thread}
      name={name}
      lines={window.lines}
      hasOlder={window.hasOlder || window.status !== 'ready'}
      hasNewer={window.hasNewer}
      onNearStart={window.loadOlder}
      onNearEnd={window.loadNewer}
      unreadAfter={opening.unreadAfter}
      start={opening.start}
      target={target}
      reach={reach}
      onRead={onRead}
      onLatest={onLatest}
      listRef={listRef}
    />
  );
}
