// Creates quotes: what an answer shows of the message that it answers. A quote changes when that message changes. Pure.
import type { Message, Quote } from '../../wire.ts';
import { contentOf, isReadable, preview } from './content.ts';
import type { Limits } from './limits.ts';

/** Returns the quote of a message, as the server makes it. */
export function quoteOf(message: Message, { quote_chars }: Limits): Quote {
  const { seq, rev, sender } = message;
  const content = contentOf(message);
  return { seq, rev, sender, body: shorten(preview(content), quote_chars), ...(!isReadable(content) && { deleted: true }) };
}

/** Returns `quote` after the message `changed` came: a new quote if it quotes an older state of that message. */
export function requoted(quote: Quote | undefined, changed: Message, limits: Limits): Quote | undefined {
  if (quote?.seq !== changed.seq || quote.rev >= changed.rev) return quote;
  return quoteOf(changed, limits);
}

// Cuts as the server does: after whole graphemes (UAX #29), if the platform knows them.
function shorten(text: string, most: number): string {
  const points = [...text];
  if (points.length <= most) return text;
  if (typeof Intl === 'undefined' || !('Segmenter' in Intl)) return points.slice(0, most).join('');
  let kept = '';
  let count = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    count += [...segment].length;
    if (count > most) break;
    kept += segment;
  }
  return kept;
}
