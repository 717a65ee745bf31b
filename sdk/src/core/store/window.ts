// Defines a window, the loaded part of a conversation's messages: an unbroken run, ascending by seq. Pure. A message that does
// not change stays the same object.
import type { Message, MessageList } from '../../wire.ts';
import type { Limits } from './limits.ts';
import { requoted } from './quote.ts';

/** The loaded messages of a conversation. */
export interface Window {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** Whether there are newer messages that are not loaded. Then a new message does not continue the run. */
  readonly hasNewer: boolean;
}

/** How many messages are kept of a conversation that is shown. */
export const OPEN_MESSAGES = 1_000;
/** How many messages are kept of a conversation that is not shown. */
export const KEPT_MESSAGES = 100;

/** Returns the newer of two states of one message, with the newer of their quotes: most events leave the quote out. */
export function newer(existing: Message, incoming: Message): Message {
  const latest = incoming.rev > existing.rev ? incoming : existing;
  if (latest.deleted_at !== undefined) return latest;
  const quote = (existing.quote?.rev ?? -1) >= (incoming.quote?.rev ?? -1) ? existing.quote : incoming.quote;
  return quote === latest.quote || !quote ? latest : { ...latest, quote };
}

/** Returns the window with this state of a message. */
export function mergeMessage(window: Window, message: Message, limits: Limits): Window {
  const messages = requoteAll(put(window, message), message, limits);
  return messages === window.messages ? window : { ...window, messages };
}

function put({ messages, hasOlder, hasNewer }: Window, message: Message): readonly Message[] {
  const at = indexOf(messages, message.seq);
  const existing = messages[at];
  if (existing?.seq === message.seq) {
    const merged = newer(existing, message);
    return merged === existing ? messages : messages.with(at, merged);
  }
  if (at === messages.length ? hasNewer : at === 0 && hasOlder) return messages;
  return messages.toSpliced(at, 0, message);
}

// The index at which the message of this seq is, or would be.
function indexOf(messages: readonly Message[], seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function requoteAll(messages: readonly Message[], changed: Message, limits: Limits): readonly Message[] {
  let result: Message[] | undefined;
  messages.forEach((message, index) => {
    const quote = requoted(message.quote, changed, limits);
    if (quote === message.quote || !quote) return;
    result ??= [...messages];
    result[index] = { ...message, quote };
  });
  return result ?? messages;
}

/** Returns the window that holds one page of history. */
export function windowOf(page: MessageList): Window {
  return { messages: page.messages, hasOlder: page.more_before, hasNewer: page.more_after };
}

/** Puts a page that ends before the seq `before` in front. Ignores it if the window does not begin at `before` any more. */
export function prepend(window: Window, page: MessageList, before: number): Window {
  if (window.messages[0]?.seq !== before) return window;
  return { ...window, messages: [...page.messages, ...window.messages], hasOlder: page.more_before };
}

/** Puts a page that begins after the seq `after` at the end. Ignores it if the window does not end at `after` any more. */
export function append(window: Window, page: MessageList, after: number): Window {
  if (window.messages.at(-1)?.seq !== after) return window;
  return { ...window, messages: [...window.messages, ...page.messages], hasNewer: page.more_after };
}

/** Keeps the newest `most` messages. The others are loaded again when the user scrolls to them. */
export function keepNewest(window: Window, most: number): Window {
  if (window.messages.length <= most) return window;
  return { ...window, messages: window.messages.slice(-most), hasOlder: true };
}

/** Keeps the oldest `most` messages. The others are loaded again when the user scrolls to them. */
export function keepOldest(window: Window, most: number): Window {
  if (window.messages.length <= most) return window;
  return { ...window, messages: window.messages.slice(0, most), hasNewer: true };
}
