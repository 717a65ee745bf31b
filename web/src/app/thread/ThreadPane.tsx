// The middle pane. It shows the conversation that the address names, or says that there is none.
import type { ConversationItem } from '@parley/client';
import { useConversation, useConversations } from '@parley/client/react';
import { Button } from '@/design/Button.tsx';
import { ChatIcon } from '@/design/icons.tsx';
import { EmptyState } from '@/design/states.tsx';
import { ThreadSkeleton } from '@/features/messages/thread/ThreadSkeleton.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { Conversation } from './Conversation.tsx';

export function ThreadPane({ conversationId, seq }: { conversationId: string; seq: number | undefined }) {
  const summary: ConversationItem | undefined = useConversation(conversationId);
  const { status } = useConversations();
  const strings = useStrings();
  if (summary) return <Conversation summary={summary} seq={seq} />;
  if (status !== 'ready') return <ThreadSkeleton />;
  return (
    <EmptyState
      icon={ChatIcon}
      title={strings.messages.missing}
      hint={strings.messages.missingHint}
      action={<Button onClick={() => navigate(paths.home())}>{strings.app.toConversations}</Button>}
    />
  );
}
