// Defines the content of a message, which is what it says, as a value. Everything that looks into a message asks here, so that
// a new kind of content (files, a poll, a call notice, encrypted text) is added in this file and not in every feature. Pure.
import type { Message, SendRequest } from '../../wire.ts';

/** A user wrote it. */
export interface TextContent {
  kind: 'text';
  text: string;
}

/** The content of a message. */
export type Content =
  | TextContent
  /** The server wrote it, for example that somebody joined. */
  | { kind: 'system'; text: string }
  /** It was deleted, and nothing is left of it. */
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

/** Returns the text for one line: of a list, a quote or a notification. Empty if nothing is readable. */
export function preview(content: Content): string {
  return content.kind === 'deleted' ? '' : content.text;
}

/** Returns the text by which a search finds the message, as in the server's index. Empty if no search finds it. */
export function searchText(content: Content): string {
  return content.kind === 'deleted' ? '' : content.text;
}

/** Returns the fields of a message that says this. */
export function messageFields({ kind, text }: TextContent): Pick<Message, 'kind' | 'body'> {
  return { kind, body: text };
}

/** Returns the fields that carry a message's content in a request that sends it. */
export function requestFields({ body }: Pick<Message, 'body'>): Pick<SendRequest, 'body'> {
  return { body };
}

/** The content fields of a message that was deleted. */
export const NO_CONTENT = { body: '' };
