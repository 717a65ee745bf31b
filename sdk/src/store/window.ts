// The part of a conversation's messages that is at hand: an unbroken run, ascending by seq. Pure: what does not change
// stays the same object.
import type { Message, MessageList, Quote } from '../wire.ts';

export interface Window {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  // While there are newer ones that are not at hand, new messages do not belong to the run.
  readonly hasNewer: boolean;
}

// Somebody may scroll far: so many messages are kept of a conversation that is looked at, and so many of another one.
export const OPEN_MESSAGES = 1_000;
export const KEPT_MESSAGES = 100;

// Where the message of this seq stands, or would stand.
export function placeOf(messages: readonly Message[], seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The newer of two states of one message. Only some of the ways in which a message arrives carry its quote, and the quote
// changes by itself when what it quotes does.
export function newer(existing: Message, incoming: Message): Message {
  const latest = incoming.rev > existing.rev ? incoming : existing;
  if (latest.deleted_at !== undefined) return latest;
  const quote = (existing.quote?.rev ?? -1) >= (incoming.quote?.rev ?? -1) ? existing.quote : incoming.quote;
  return quote === latest.quote || !quote ? latest : { ...latest, quote };
}

// A window after this message was heard of, by whatever way.
export function mergeMessage(window: Window, message: Message): Window {
  const messages = requote(put(window, message), message);
  return messages === window.messages ? window : { ...window, messages };
}

function put({ messages, hasOlder, hasNewer }: Window, message: Message): readonly Message[] {
  const at = placeOf(messages, message.seq);
  const existing = messages[at];
  if (existing?.seq === message.seq) {
    const merged = newer(existing, message);
    return merged === existing ? messages : messages.with(at, merged);
  }
  if (at === messages.length ? hasNewer : at === 0 && hasOlder) return messages;
  return messages.toSpliced(at, 0, message);
}

// Quotes follow what they quote.
function requote(messages: readonly Message[], changed: Message): readonly Message[] {
  let result: Message[] | undefined;
  messages.forEach((message, index) => {
    const quote = requoted(message.quote, changed);
    if (quote === message.quote || !quote) return;
    result ??= [...messages];
    result[index] = { ...message, quote };
  });
  return result ?? messages;
}

export function requoted(quote: Quote | undefined, changed: Message): Quote | undefined {
  if (quote?.seq !== changed.seq || quote.rev >= changed.rev) return quote;
  return quoteOf(changed);
}

export function quoteOf({ seq, rev, sender, body, deleted_at }: Message): Quote {
  return { seq, rev, sender, body: shorten(body), ...(deleted_at !== undefined && { deleted: true }) };
}

const QUOTED_CHARS = 200;

// As the server does it: whole graphemes (UAX #29), where the platform knows them.
function shorten(body: string): string {
  const points = [...body];
  if (points.length <= QUOTED_CHARS) return body;
  if (typeof Intl === 'undefined' || !('Segmenter' in Intl)) return points.slice(0, QUOTED_CHARS).join('');
  let kept = '';
  let count = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(body)) {
    count += [...segment].length;
    if (count > QUOTED_CHARS) break;
    kept += segment;
  }
  return kept;
}

// A page of history that takes the window's place.
export function windowOf(page: MessageList): Window {
  return { messages: page.messages, hasOlder: page.more_before, hasNewer: page.more_after };
}

// Older messages in front of it. Dropped when the window has meanwhile become another one.
export function prepend(window: Window, page: MessageList, before: number): Window {
  if (window.messages[0]?.seq !== before) return window;
  return { ...window, messages: [...page.messages, ...window.messages], hasOlder: page.more_before };
}

export function append(window: Window, page: MessageList, after: number): Window {
  if (window.messages.at(-1)?.seq !== after) return window;
  return { ...window, messages: [...window.messages, ...page.messages], hasNewer: page.more_after };
}

// At most so many, from the end or from the beginning: what falls away is loaded again when it is looked for.
export function keepNewest(window: Window, most: number): Window {
  if (window.messages.length <= most) return window;
  return { ...window, messages: window.messages.slice(-most), hasOlder: true };
}

export function keepOldest(window: Window, most: number): Window {
  if (window.messages.length <= most) return window;
  return { ...window, messages: window.messages.slice(0, most), hasNewer: true };
}
