// What a message says, as a value. Code that looks into a message asks its content here and tests no fields itself. A
// new kind of content (files, a poll, a call notice, encrypted text) then changes this file and the component that
// draws it.
import type { Message, Quote } from '@parley/client';
import type { Strings } from '@/i18n/languages.ts';
import { plainText } from './text.ts';

export type Content =
  // A user wrote it.
  | { kind: 'text'; text: string }
  // The server says it about the conversation.
  | { kind: 'system'; text: string }
  // The message was deleted, and nothing is left of it.
  | { kind: 'deleted' };

export function contentOf({ kind, body, deleted_at }: Pick<Message, 'kind' | 'body' | 'deleted_at'>): Content {
  return deleted_at === undefined ? { kind, text: body } : { kind: 'deleted' };
}

// Only texts can be quoted.
export function contentOfQuote({ body, deleted }: Pick<Quote, 'body' | 'deleted'>): Content {
  return deleted ? { kind: 'deleted' } : { kind: 'text', text: body };
}

// The answers for each kind. A kind without a row does not compile.
const KINDS: Readonly<Record<Content['kind'], { isReadable: boolean; isFromUser: boolean }>> = {
  text:    { isReadable: true,  isFromUser: true },
  system:  { isReadable: true,  isFromUser: false },
  deleted: { isReadable: false, isFromUser: false },
};

// Returns whether there is something to read.
export function isReadable(content: Content): boolean {
  return KINDS[content.kind].isReadable;
}

// Returns whether a user wrote it, and it is still there. Only such a message can be answered, get reactions and
// notify.
export function isFromUser(content: Content): boolean {
  return KINDS[content.kind].isFromUser;
}

// Returns whether the server says it. A notice is drawn as a line between the messages.
export function isNotice(content: Content): boolean {
  return isReadable(content) && !isFromUser(content);
}

// Returns the text exactly as it was written; empty if there is none.
export function textOf(content: Content): string {
  return content.kind === 'deleted' ? '' : content.text;
}

// Returns the content in one line, for lists, quotes and screen readers.
export function previewOf(content: Content, strings: Strings): string {
  return isReadable(content) ? plainText(textOf(content)) : strings.messages.deleted;
}
