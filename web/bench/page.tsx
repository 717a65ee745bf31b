// The thread of the client over as many messages as ?count= says, without a server. The bench measures how they are
// drawn.
import '../src/app/styles.css';
import { useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { Composer } from '../src/features/messages/composer/Composer.tsx';
import { ThreadProvider, type ThreadContext } from '../src/features/messages/context.ts';
import type { MessageListHandle } from '../src/features/messages/thread/MessageList.tsx';
import { ThreadView } from '../src/features/messages/thread/ThreadView.tsx';
import { TypingLine } from '../src/features/typing/TypingLine.tsx';
import { makeMessages } from './messages.ts';

const parameters = new URLSearchParams(location.search);
const count = Number(parameters.get('count') ?? 100_000);
const nothing = () => undefined;
const names: Record<string, string> = { ada: 'Ada Lovelace', grace: 'Grace Hopper', lin: '林 大輔', omar: 'عمر خيام', me: 'Kim' };
const lines = makeMessages(count, 'me', Date.now());

const thread: ThreadContext = {
  conversation: 'bench',
  isGroup: true,
  me: { id: 'me', username: 'kim' },
  nameOf: (user) => names[user] ?? user,
  isMention: (name) => name in names,
  isHidden: () => false,
  permissions: { canWrite: true, canPin: true, canModerate: true },
  actions: {
    reply: nothing, edit: nothing, remove: nothing, react: nothing, pin: nothing, copyText: nothing, copyLink: nothing,
    retry: nothing, discard: nothing, jump: nothing, showReaders: nothing, showEdits: nothing,
  },
};

function Page() {
  const list = useRef<MessageListHandle>(null);
  return (
    <main className="flex h-dvh flex-col bg-raised">
      <ThreadProvider value={thread}>
        <ThreadView
          thread={thread}
          name="Bench"
          lines={lines}
          hasOlder={false}
          hasNewer={false}
          onNearStart={nothing}
          onNearEnd={nothing}
          unreadAfter={count - 3}
          start={{ at: 'end' }}
          target={undefined}
          reach={{ delivered: count - 2, read: count - 6 }}
          onRead={nothing}
          onLatest={() => list.current?.scrollToEnd()}
          listRef={list}
        />
        <TypingLine names={['Ada']} />
        <Composer
          label="Message Bench"
          mode={{ kind: 'new' }}
          draft={{ text: '' }}
          people={Object.entries(names).map(([id, displayName]) => ({ id, username: id, displayName }))}
          mentionsAll
          charactersMost={4_000}
          onDraft={nothing}
          onTyping={nothing}
          onSubmit={nothing}
          onCancelMode={nothing}
          onEditLast={nothing}
        />
      </ThreadProvider>
    </main>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Page />);
