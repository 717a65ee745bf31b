// The bubble of a message: the quote that it answers, its text, and the corner.
import { classes } from '@/design/classes.ts';
import { isOwn, useThread } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import { countOnlyEmoji } from '@/features/messages/text.ts';
import type { Tick } from '@/features/receipts/ticks.ts';
import { useStrings } from '@/i18n/languages.ts';
import { Corner, CornerRoom } from './Corner.tsx';
import { MessageText } from './MessageText.tsx';
import { QuoteBlock } from './QuoteBlock.tsx';

interface BubbleProps {
  line: Line;
  isFirst: boolean;
  isLast: boolean;
  tick: Tick | undefined;
}

export function Bubble({ line, isFirst, isLast, tick }: BubbleProps) {
  const thread = useThread();
  const strings = useStrings().thread;
  const own = isOwn(line, thread);
  if (line.isDeleted) {
    return (
      <div className={classes('bubble border border-border text-muted italic', shapeOf(own, isFirst, isLast))}>
        {strings.deletedBy(line.deletedBy ? thread.nameOf(line.deletedBy) : undefined)}
        <span className="ms-2 inline-block w-10" />
        <Corner line={line} tick={undefined} isShown={isLast} />
      </div>
    );
  }
  const isBare = !line.quote && countOnlyEmoji(line.body) > 0;
  const isShown = isLast || line.isPinned || line.editedAt !== undefined || line.state !== 'sent';
  return (
    <div className={classes('bubble', isBare ? 'is-bare' : own ? 'bg-(--bubble-own)' : 'bg-(--bubble)', shapeOf(own, isFirst, isLast))}>
      {line.quote && <QuoteBlock quote={line.quote} />}
      <MessageText
        body={line.body}
        isMention={thread.isMention}
        ownName={thread.me.username}
        tail={isShown && <CornerRoom line={line} hasTick={tick !== undefined} />}
      />
      <Corner line={line} tick={isLast || line.state !== 'sent' ? tick : undefined} isShown={isShown} />
    </div>
  );
}

// Between the messages of a group the corners on the sender's side are less round.
function shapeOf(own: boolean, isFirst: boolean, isLast: boolean): string {
  if (own) return classes(!isFirst && 'rounded-se-small', !isLast && 'rounded-ee-small');
  return classes(!isFirst && 'rounded-ss-small', !isLast && 'rounded-es-small');
}
