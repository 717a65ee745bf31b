// The middle pane: a conversation's header, its messages and the composer, joined with the store.
import type { ConversationItem } from '@parley/client';
import { useConversation, useConversations } from '@parley/client/react';
import { navigate } from '@/app/router.tsx';
import { paths } from '@/app/routes.ts';
import { Button } from '@/design/Button.tsx';
import { ChatIcon } from '@/design/icons.tsx';
import { EmptyState } from '@/design/states.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { Conversation } from './Conversation.tsx';
import { ThreadSkeleton } from './ThreadSkeleton.tsx';

export function ThreadPane({ conversationId, seq }: { conversationId: string; seq: number | undefined }) {
  const summary: ConversationItem | undefined = useConversation(conversationId);
  const { status } = useConversations();
  const strings = useStrings();
  if (summary) return <Conversation summary={summary} seq={seq} />;
  if (status !== 'ready') return <ThreadSkeleton />;
  return (
    <EmptyState
      icon={ChatIcon}
      title={strings.thread.missing}
      hint={strings.thread.missingHint}
      action={<Button onClick={() => navigate(paths.home())}>{strings.app.toConversations}</Button>}
    />
  );
}
