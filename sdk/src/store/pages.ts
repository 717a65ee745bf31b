// Pages of history on their way into a window. While one is under way, messages that change are kept beside: what they
// have become may be newer than what the page brings. Pure.
import type { MessageList } from '../wire.ts';
import { update } from './reduce.ts';
import type { State } from './state.ts';
import { append, KEPT_MESSAGES, keepNewest, keepOldest, mergeMessage, newer, OPEN_MESSAGES, prepend, windowOf, type Window } from './window.ts';

export type Place = { kind: 'whole' } | { kind: 'older'; before: number } | { kind: 'newer'; after: number };

export function pageAsked(state: State, conversation: string): State {
  return update(state, conversation, (known) => ({ ...known, loading: known.loading + 1 }));
}

export function pageFailed(state: State, conversation: string): State {
  return update(state, conversation, (known) => done(known.loading, known.meanwhile, known));
}

export function pageCame(state: State, conversation: string, place: Place, page: MessageList): State {
  return update(state, conversation, (known) => {
    const before = known.window;
    const current = { ...page, messages: page.messages.map((message) => latestOf(message, known.meanwhile, before)) };
    let window = placed(before, place, current);
    for (const message of known.meanwhile.values()) window = window && mergeMessage(window, message);
    return done(known.loading, known.meanwhile, window ? { ...known, window } : known);
  });
}

type Known = Parameters<Parameters<typeof update>[2]>[0];

function done(loading: number, meanwhile: Known['meanwhile'], known: Known): Known {
  const left = Math.max(0, loading - 1);
  return { ...known, loading: left, meanwhile: left === 0 ? new Map() : meanwhile };
}

function latestOf(message: MessageList['messages'][number], meanwhile: Known['meanwhile'], window: Window | undefined) {
  const changed = meanwhile.get(message.seq);
  const held = window?.messages.find(({ seq }) => seq === message.seq);
  const latest = changed ? newer(message, changed) : message;
  return held ? newer(held, latest) : latest;
}

function placed(window: Window | undefined, place: Place, page: MessageList): Window | undefined {
  switch (place.kind) {
    case 'whole':
      return windowOf(page);
    case 'older':
      return window && keepOldest(prepend(window, page, place.before), OPEN_MESSAGES);
    case 'newer':
      return window && keepNewest(append(window, page, place.after), OPEN_MESSAGES);
  }
}

export function opened(state: State, conversation: string): State {
  return update(state, conversation, (known) => ({ ...known, viewers: known.viewers + 1 }));
}

export function closed(state: State, conversation: string): State {
  return update(state, conversation, (known) => {
    const viewers = Math.max(0, known.viewers - 1);
    if (viewers > 0 || !known.window) return { ...known, viewers };
    // A window in the past would stay there: the next visit begins at the end again.
    return { ...known, viewers, window: known.window.hasNewer ? undefined : keepNewest(known.window, KEPT_MESSAGES) };
  });
}
