// Defines the content of a message, which is what the message says, as a value. All other code asks the functions of this file
// about it, so a new kind of content (files, a poll, a call notice, encrypted text) is added here and not in every feature. Pure.
import type { Message, SendRequest } from '../../wire.ts';

/** A text that a user wrote. */
export interface TextContent {
  kind: 'text';
  text: string;
}

/** The content of a message. */
export type Content =
  | TextContent
  /** A notice that the server wrote, for example that a user joined. */
  | { kind: 'system'; text: string }
  /** What is left of a deleted message: nothing. */
  | { kind: 'deleted' };

const DELETED: Content = { kind: 'deleted' };

/** Returns what a message says. */
export function contentOf({ kind, body, deleted_at }: Pick<Message, 'kind' | 'body' | 'deleted_at'>): Content {
  return deleted_at === undefined ? { kind, text: body } : DELETED;
}

/** Returns the content of a message that a user writes. */
export function textContent(text: string): TextContent {
  return { kind: 'text', text };
}

/** Whether there is anything to show. A deleted message has nothing. */
export function isReadable(content: Content): boolean {
  return content.kind !== 'deleted';
}

/** Whether a user wrote it. Only such a message can be edited or quoted, and only such a message notifies. */
export function isFromUser(content: Content): boolean {
  return content.kind === 'text';
}

/** Returns the text that a list, a quote or a notification shows in one line. Empty if nothing is readable. */
export function preview(content: Content): string {
  return content.kind === 'deleted' ? '' : content.text;
}

/** Returns the text that a search looks at, the same as in the server's index. Empty if no search finds the message. */
export function searchText(content: Content): string {
  return content.kind === 'deleted' ? '' : content.text;
}

/** Returns the fields of a message with this content. */
export function messageFields({ kind, text }: TextContent): Pick<Message, 'kind' | 'body'> {
  return { kind, body: text };
}

/** Returns the fields that carry a message's content in a request that sends it. */
export function requestFields({ body }: Pick<Message, 'body'>): Pick<SendRequest, 'body'> {
  return { body };
}

/** The content fields of a message that was deleted. */
export const NO_CONTENT = { body: '' };
