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

// Every kind of content is drawn here. Notices are not: they are rows between the messages.
export function Bubble(props: BubbleProps) {
  const { content } = props.line;
  switch (content.kind) {
    case 'deleted':
      return <DeletedBubble {...props} />;
    case 'text':
    case 'system':
      return <TextBubble {...props} text={content.text} />;
  }
}

function DeletedBubble({ line, isFirst, isLast }: BubbleProps) {
  const thread = useThread();
  const strings = useStrings().messages;
  return (
    <div className={classes('bubble border border-border text-muted italic', shapeOf(isOwn(line, thread), isFirst, isLast))}>
      {strings.deletedBy(line.deletedBy ? thread.nameOf(line.deletedBy) : undefined)}
      <span className="ms-2 inline-block w-10" />
      <Corner line={line} tick={undefined} isShown={isLast} />
    </div>
  );
}

function TextBubble({ line, isFirst, isLast, tick, text }: BubbleProps & { text: string }) {
  const thread = useThread();
  const isMine = isOwn(line, thread);
  const isBare = !line.quote && countOnlyEmoji(text) > 0;
  const isShown = isLast || line.isPinned || line.editedAt !== undefined || line.state !== 'sent';
  return (
    <div className={classes('bubble', isBare ? 'is-bare' : isMine ? 'bg-(--bubble-own)' : 'bg-(--bubble)', shapeOf(isMine, isFirst, isLast))}>
      {line.quote && <QuoteBlock quote={line.quote} />}
      <MessageText
        text={text}
        isMention={thread.isMention}
        ownName={thread.me.username}
        tail={isShown && <CornerRoom line={line} hasTick={tick !== undefined} />}
      />
      <Corner line={line} tick={isLast || line.state !== 'sent' ? tick : undefined} isShown={isShown} />
    </div>
  );
}

// Between the messages of a group the corners on the sender's side are less round.
function shapeOf(isMine: boolean, isFirst: boolean, isLast: boolean): string {
  if (isMine) return classes(!isFirst && 'rounded-se-small', !isLast && 'rounded-ee-small');
  return classes(!isFirst && 'rounded-ss-small', !isLast && 'rounded-es-small');
}
