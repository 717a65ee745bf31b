import { expect, test } from 'vitest';
import { contentOf, isFromUser, isReadable, preview, searchText, type Message } from '../src/index.ts';
import { messageFields, requestFields, textContent } from '../src/core/store/content.ts';
import { limitsOf } from '../src/core/store/limits.ts';
import { quoteOf, requoted } from '../src/core/store/quote.ts';

function message(more: Partial<Message> = {}): Message {
  const created_at = '2026-01-01T00:00:00.000Z';
  return { conversation: 'c', seq: 1, rev: 1, sender: 'ben', client_id: 'one', kind: 'text', body: 'Lunch?', created_at, ...more };
}

test("a user's text is readable, shown in one line, and found by a search", () => {
  const content = contentOf(message());
  expect([isReadable(content), isFromUser(content), preview(content), searchText(content)]).toEqual([true, true, 'Lunch?', 'Lunch?']);
});

test('a notice of the server is readable, and no user wrote it', () => {
  const content = contentOf(message({ kind: 'system', body: 'Eva joined' }));
  expect([isReadable(content), isFromUser(content), preview(content), searchText(content)]).toEqual([true, false, 'Eva joined', 'Eva joined']);
});

test('nothing of a deleted message is readable, whatever kind it had', () => {
  for (const kind of ['text', 'system'] as const) {
    const content = contentOf(message({ kind, body: '', deleted_at: '2026-01-02T00:00:00.000Z' }));
    expect([isReadable(content), isFromUser(content), preview(content), searchText(content)]).toEqual([false, false, '', '']);
  }
});

test('the content of a written message is the written text', () => {
  const content = textContent(' two\n lines ');
  const fields = messageFields(content);
  expect(contentOf(message(fields))).toEqual(content);
  expect(requestFields(fields)).toEqual({ body: ' two\n lines ' });
});

test('a quote shows as many characters as the server says, whole graphemes only, and nothing of a deleted message', () => {
  const limits = limitsOf({ quote_chars: 5 });
  expect(quoteOf(message({ body: 'short' }), limits).body).toBe('short');
  expect(quoteOf(message({ body: 'longer' }), limits).body).toBe('longe');
  expect(quoteOf(message({ body: 'abc👩‍👩‍👧' }), limits).body).toBe('abc');
  const deleted = message({ rev: 2, body: '', deleted_at: '2026-01-02T00:00:00.000Z' });
  expect(requoted(quoteOf(message(), limits), deleted, limits)).toEqual({ seq: 1, rev: 2, sender: 'ben', body: '', deleted: true });
});
