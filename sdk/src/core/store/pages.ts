// Puts pages of history into a window. While a page is under way, messages that change are kept beside the window,
// because the page may bring an older state of them. Pure.
import type { Message, MessageList } from '../../wire.ts';
import { update } from './reduce.ts';
import type { ConversationState, State } from './state.ts';
import { append, KEPT_MESSAGES, keepNewest, keepOldest, mergeMessage, newer, OPEN_MESSAGES, prepend, windowOf, type Window } from './window.ts';

/** The place of a page: it replaces the window, or comes before or after the seq at one of its ends. */
export type PagePosition = { kind: 'whole' } | { kind: 'older'; before: number } | { kind: 'newer'; after: number };

/** Returns the state after a page was requested. */
export function pageAsked(state: State, conversation: string): State {
  return update(state, conversation, (known) => ({ ...known, loading: known.loading + 1 }));
}

/** Returns the state after the request for a page failed. */
export function pageFailed(state: State, conversation: string): State {
  return update(state, conversation, pageDone);
}

/** Returns the state after a requested page has come. */
export function pageCame(state: State, conversation: string, position: PagePosition, page: MessageList): State {
  return update(state, conversation, (known) => {
    const current = { ...page, messages: page.messages.map((message) => latestOf(message, known)) };
    let window = withPage(known.window, position, current);
    for (const message of known.meanwhile.values()) window = window && mergeMessage(window, message, state.limits);
    return pageDone(window ? { ...known, window } : known);
  });
}

function pageDone(known: ConversationState): ConversationState {
  const loading = Math.max(0, known.loading - 1);
  return { ...known, loading, meanwhile: loading === 0 ? new Map() : known.meanwhile };
}

function latestOf(message: Message, { meanwhile, window }: ConversationState): Message {
  const changed = meanwhile.get(message.seq);
  const held = window?.messages.find(({ seq }) => seq === message.seq);
  const latest = changed ? newer(message, changed) : message;
  return held ? newer(held, latest) : latest;
}

function withPage(window: Window | undefined, position: PagePosition, page: MessageList): Window | undefined {
  switch (position.kind) {
    case 'whole':
      return windowOf(page);
    case 'older':
      return window && keepOldest(prepend(window, page, position.before), OPEN_MESSAGES);
    case 'newer':
      return window && keepNewest(append(window, page, position.after), OPEN_MESSAGES);
  }
}

/** Returns the state after one more viewer opened the conversation. */
export function opened(state: State, conversation: string): State {
  return update(state, conversation, (known) => ({ ...known, viewers: known.viewers + 1 }));
}

/**
 * Returns the state after one viewer closed the conversation. After the last one a window in the past is deleted, so the next
 * visit shows the latest messages.
 */
export function closed(state: State, conversation: string): State {
  return update(state, conversation, (known) => {
    const viewers = Math.max(0, known.viewers - 1);
    if (viewers > 0 || !known.window) return { ...known, viewers };
    return { ...known, viewers, window: known.window.hasNewer ? undefined : keepNewest(known.window, KEPT_MESSAGES) };
  });
}
