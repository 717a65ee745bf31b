import { hueOf } from '@/design/Avatar.tsx';
import { Name } from '@/design/Name.tsx';
import { classes } from '@/design/classes.ts';
import { isReadable, previewOf } from '@/features/messages/content.ts';
import { useThread } from '@/features/messages/context.ts';
import type { Quote } from '@/features/messages/line.ts';
import { useStrings } from '@/i18n/languages.ts';

// The quoted message in an answer: its sender and its first lines. Pressing it goes to the quoted message.
export function QuoteBlock({ quote }: { quote: Quote }) {
  const { nameOf, actions, me, isHidden } = useThread();
  const strings = useStrings();
  const name = quote.sender === me.id ? strings.messages.you : nameOf(quote.sender);
  return (
    <button
      type="button"
      onClick={() => actions.jump(quote.seq)}
      aria-label={strings.messages.goToQuoted(name)}
      style={{ '--hue': hueOf(quote.sender) } as React.CSSProperties}
      className="quote-edge mb-1 block w-full rounded-control bg-text/4 py-1 ps-2.5 pe-3 text-start text-small transition-colors hover:bg-text/7"
    >
      <span className="block truncate font-medium">
        <Name>{name}</Name>
      </span>
      <span dir="auto" className={classes('line-clamp-2 wrap-anywhere text-muted', !isReadable(quote.content) && 'italic')}>
        {isHidden(quote.sender) ? strings.messages.hiddenMessages(1) : previewOf(quote.content, strings)}
      </span>
    </button>
  );
}
