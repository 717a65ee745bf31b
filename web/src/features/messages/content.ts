// The content of a message, which is what the message says, in words of the web client. All other code asks these functions and
// reads no fields of a message itself. A new kind of content (files, a poll, a call notice, encrypted text) then changes the SDK's
// content, this file and the component that draws it.
import { isFromUser, isReadable, type Content, type Quote } from '@parley/client';
import { withoutControls } from '@/i18n/isolate.ts';
import type { Strings } from '@/i18n/languages.ts';
import { plainText } from './text.ts';

export { contentOf, isFromUser, isReadable, type Content } from '@parley/client';

// Only texts can be quoted.
export function contentOfQuote({ body, deleted }: Pick<Quote, 'body' | 'deleted'>): Content {
  return deleted ? { kind: 'deleted' } : { kind: 'text', text: body };
}

// Returns whether the server wrote it. A notice is drawn as a line between the messages.
export function isNotice(content: Content): boolean {
  return isReadable(content) && !isFromUser(content);
}

// Returns the text exactly as it was written; empty if there is none.
export function textOf(content: Content): string {
  return content.kind === 'deleted' ? '' : content.text;
}

// Returns the content in one line, for lists, quotes and screen readers. It changes the direction of nothing around it.
export function previewOf(content: Content, strings: Strings): string {
  return isReadable(content) ? withoutControls(plainText(textOf(content))) : strings.messages.deleted;
}
