import type { ConversationItem, Message } from '@parley/client';
import { useClient, useConversations, useMe, usePeople } from '@parley/client/react';
import { useState } from 'react';
import { Button } from '@/design/Button.tsx';
import { SearchIcon } from '@/design/icons.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/design/states.tsx';
import { nameOf } from '@/features/conversations/summary.ts';
import { MessageExcerpt, MessageExcerptSkeleton, type SnippetPart } from '@/features/messages/MessageExcerpt.tsx';
import { useIsHidden } from '@/features/messages/useIsHidden.ts';
import { useStrings } from '@/i18n/languages.ts';
import { useAnswer } from '@/platform/useAnswer.ts';
import type { Question } from './question.ts';

interface Hit {
  message: Message;
  snippet: SnippetPart[];
}

interface Page {
  hits: Hit[];
  next?: string;
}

interface ResultsProps {
  question: Question;
  isEverywhere: boolean;
  query: string;
}

// The messages that a search has found, the newest first, without those of blocked people in groups. The question is the key of this component, so another question starts
// with its first page.
export function Results({ question, isEverywhere, query }: ResultsProps) {
  const strings = useStrings().search;
  const { hits: found, hasMore, isBusy, hasFailed, more, again } = usePages(question);
  const { names, isShown } = useHits();
  const hits = found?.filter(({ message }) => isShown(message));
  if (hasFailed) return <ErrorState title={strings.failed} onRetry={again} />;
  if (!hits) {
    return (
      <Skeleton>
        <MessageExcerptSkeleton />
      </Skeleton>
    );
  }
  if (hits.length === 0 && !hasMore) return <EmptyState icon={SearchIcon} title={strings.nothing} hint={strings.nothingHint} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-4">
      <p role="status" className="px-4.5 pb-1 text-small text-muted">
        {strings.results(hits.length)}
        {hasMore && '+'}
      </p>
      <ul>
        {hits.map(({ message, snippet }) => (
          <li key={`${message.conversation} ${message.seq}`} className="flex">
            <MessageExcerpt
              message={message}
              name={names.sender(message)}
              where={isEverywhere ? names.conversation(message) : undefined}
              snippet={snippet}
              {...(!isEverywhere && { panel: 'search', query })}
            />
          </li>
        ))}
      </ul>
      {hasMore && (
        <div className="flex justify-center pt-2">
          <Button busy={isBusy} onClick={more}>
            {strings.more}
          </Button>
        </div>
      )}
    </div>
  );
}

// Loads the pages of an answer one after another. `hits` is undefined until the first page has come.
function usePages(question: Question) {
  const client = useClient();
  const [further, setFurther] = useState<Page[]>([]);
  const [isBusy, setBusy] = useState(false);
  const { value: first, hasFailed, again } = useAnswer<Page>(JSON.stringify(question), () => client.call('search', question));
  const pages = first ? [first, ...further] : further;
  const next = pages.at(-1)?.next;
  const more = () => {
    setBusy(true);
    const load = client.call('search', { ...question, ...(next && { cursor: next }) });
    load.then((page) => setFurther((before) => [...before, page])).finally(() => setBusy(false)).catch(again);
  };
  return { hits: first && pages.flatMap((page) => page.hits), hasMore: next !== undefined && next !== '', isBusy, hasFailed, more, again };
}

// Returns whether a found message is shown, and the names that belong to it: of its sender and of its conversation.
function useHits() {
  const { someone, you } = useStrings().messages;
  const { id: me } = useMe();
  const { conversations } = useConversations();
  const people = usePeople();
  const isHidden = useIsHidden();
  const summaries = new Map(conversations.map((summary): [string, ConversationItem] => [summary.conversation.id, summary]));
  const memberName = ({ conversation, sender }: Message) =>
    summaries.get(conversation)?.members.find((member) => member.user === sender)?.display_name;
  const names = {
    sender: (message: Message) =>
      message.sender === me ? you : (people.get(message.sender)?.display_name ?? memberName(message) ?? someone),
    conversation: (message: Message) => {
      const summary = summaries.get(message.conversation);
      return summary && nameOf(summary, me);
    },
  };
  const isShown = ({ conversation, sender }: Message) => !isHidden(summaries.get(conversation)?.conversation.kind, sender);
  return { names, isShown };
}
