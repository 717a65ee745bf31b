import { describe, expect, it } from 'vitest';
import { en } from '@/i18n/en/index.ts';
import { contentOf, contentOfQuote, isFromUser, isNotice, isReadable, previewOf, textOf, type Content } from './content.ts';

const text: Content = { kind: 'text', text: 'Lunch at **noon**?\n`12:00`' };
const system: Content = { kind: 'system', text: 'Ann added Ben' };
const deleted: Content = { kind: 'deleted' };

describe('the content of a message', () => {
  it('is its text, what the server says, or that it was deleted', () => {
    expect(contentOf({ kind: 'text', body: 'Hello' })).toEqual({ kind: 'text', text: 'Hello' });
    expect(contentOf({ kind: 'system', body: 'Ann added Ben' })).toEqual(system);
    expect(contentOf({ kind: 'text', body: '', deleted_at: '2026-01-01T00:00:00Z' })).toEqual(deleted);
  });

  it('is a text in a quote, unless the quoted message was deleted', () => {
    expect(contentOfQuote({ body: 'Hello' })).toEqual({ kind: 'text', text: 'Hello' });
    expect(contentOfQuote({ body: '', deleted: true })).toEqual(deleted);
  });

  it('says what can be done with it', () => {
    expect([text, system, deleted].map(isReadable)).toEqual([true, true, false]);
    expect([text, system, deleted].map(isNotice)).toEqual([false, true, false]);
    expect([text, system, deleted].map(isFromUser)).toEqual([true, false, false]);
  });

  it('has a text as it was written and a preview in one line', () => {
    expect([text, system, deleted].map(textOf)).toEqual(['Lunch at **noon**?\n`12:00`', 'Ann added Ben', '']);
    expect([text, system, deleted].map((content) => previewOf(content, en))).toEqual(['Lunch at noon? 12:00', 'Ann added Ben', 'Message deleted']);
  });
});
