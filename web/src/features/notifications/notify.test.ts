import { describe, expect, it } from 'vitest';
import { de } from '@/i18n/de/index.ts';
import { en } from '@/i18n/en/index.ts';
import { deservesNotification, notificationWords, type Occasion } from './notify.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const text = { kind: 'text', text: 'Hello' } as const;
const plain: Occasion = {
  message: { sender: 'ann', content: text },
  settings: { pinned: false, archived: false, notify: 'all' },
  me: 'me',
  isBlocked: false,
  isSeen: false,
  isDisturbable: true,
  now: NOW,
};
const settings = (change: object): Occasion => ({ ...plain, settings: { pinned: false, archived: false, notify: 'all', ...change } });
const mention = (occasion: Occasion): Occasion => ({ ...occasion, message: { ...occasion.message, mentions: ['me'] } });

describe('a notification', () => {
  it('is made for a message that nobody sees', () => {
    expect(deservesNotification(plain)).toBe(true);
    expect(deservesNotification({ ...plain, settings: undefined })).toBe(true);
  });

  it('is not made for a message that is seen, of a blocked person, one’s own, a notice of the server or deleted', () => {
    expect(deservesNotification({ ...plain, isSeen: true })).toBe(false);
    expect(deservesNotification({ ...mention(plain), isBlocked: true })).toBe(false);
    expect(deservesNotification({ ...plain, message: { sender: 'me', content: text } })).toBe(false);
    expect(deservesNotification({ ...plain, message: { sender: 'ann', content: { kind: 'system', text: 'Ann left' } } })).toBe(false);
    expect(deservesNotification({ ...plain, message: { sender: 'ann', content: { kind: 'deleted' } } })).toBe(false);
  });

  it('is not made under do not disturb and in muted conversations, also for a mention', () => {
    expect(deservesNotification(mention({ ...plain, isDisturbable: false }))).toBe(false);
    expect(deservesNotification(mention(settings({ muted_until: '9999-12-31T00:00:00Z' })))).toBe(false);
    expect(deservesNotification(settings({ muted_until: '2026-01-01T11:59:59Z' }))).toBe(true);
  });

  it('follows the level of the conversation', () => {
    expect(deservesNotification(mention(settings({ notify: 'none' })))).toBe(false);
    expect(deservesNotification(settings({ notify: 'mentions' }))).toBe(false);
    expect(deservesNotification(mention(settings({ notify: 'mentions' })))).toBe(true);
    expect(deservesNotification({ ...settings({ notify: 'mentions' }), message: { sender: 'ann', content: text, mentions_all: true } })).toBe(true);
    expect(deservesNotification(settings({ archived: true }))).toBe(false);
    expect(deservesNotification(mention(settings({ archived: true })))).toBe(true);
  });
});

describe('its words', () => {
  const message = { sender: 'Ann', group: undefined, body: 'Hello', isMention: false };
  it('name the sender, the text, and the group if it is one', () => {
    expect(notificationWords(message, en, true)).toEqual({ title: 'Ann', body: 'Hello' });
    expect(notificationWords({ ...message, group: 'Garden' }, en, true)).toEqual({ title: 'Ann in Garden', body: 'Hello' });
    expect(notificationWords({ ...message, group: 'Garden', isMention: true }, de, true)).toEqual({
      title: 'Ann hat dich erwähnt',
      body: 'Garden: Hello',
    });
  });

  it('name the group alone while the sender is not known', () => {
    expect(notificationWords({ ...message, sender: undefined, group: 'Garden' }, en, true)).toEqual({ title: 'Garden', body: 'Hello' });
    expect(notificationWords({ ...message, sender: undefined, group: 'Garden', isMention: true }, en, true).title).toBe('Garden');
  });

  it('name neither sender nor text if previews are off', () => {
    expect(notificationWords(message, en, false)).toEqual({ title: 'Parley', body: '1 new message' });
  });

  it('are short', () => {
    expect(notificationWords({ ...message, body: 'a'.repeat(500) }, en, true).body).toHaveLength(161);
  });
});
