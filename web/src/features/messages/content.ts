// What a message says, as a value. Code that looks into a message asks its content here and tests no fields itself. A
// new kind of content (files, a poll, a call notice, encrypted text) then changes this file and the component that
// draws it.
import type { Message, Quote } from '@parley/client';
import type { Strings } from '@/i18n/languages.ts';
import { plainText } from './text.ts';

export type Content =
  // What a user wrote.
  | { kind: 'text'; body: string }
  // What the server says about the conversation.
  | { kind: 'system'; body: string }
  // The message was deleted. `by` is the user who deleted it, unless that was its sender.
  | { kind: 'deleted'; by: string | undefined };

export function contentOf({ kind, body, deleted_at, deleted_by }: Pick<Message, 'kind' | 'body' | 'deleted_at' | 'deleted_by'>): Content {
  return deleted_at === undefined ? { kind, body } : { kind: 'deleted', by: deleted_by };
}

// Only texts can be quoted.
export function contentOfQuote({ body, deleted }: Pick<Quote, 'body' | 'deleted'>): Content {
  return deleted ? { kind: 'deleted', by: undefined } : { kind: 'text', body };
}

// Returns whether there is something to read; false for a deleted message.
export function isReadable(content: Content): boolean {
  return content.kind !== 'deleted';
}

// Returns whether the server says it. A notice is drawn as a line between the messages.
export function isNotice(content: Content): boolean {
  return content.kind === 'system';
}

// Returns whether users can answer it, react to it and pin it: a user wrote it, and it is still there.
export function isAnswerable(content: Content): boolean {
  return isReadable(content) && !isNotice(content);
}

// Returns the text exactly as it was written; empty if there is none.
export function textOf(content: Content): string {
  return content.kind === 'deleted' ? '' : content.body;
}

// Returns the content in one line, for lists, quotes and screen readers.
export function previewOf(content: Content, strings: Strings): string {
  return isReadable(content) ? plainText(textOf(content)) : strings.thread.deleted;
}
