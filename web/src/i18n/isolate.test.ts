import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { isolate, isolating, withoutControls } from './isolate.ts';

const HEBREW = 'דנה';
const OVERRIDE = '\u202egnp.exe';

describe('a text inside a string', () => {
  it('is isolated if it is written from right to left', () => {
    expect(isolate(HEBREW)).toBe(`\u2068${HEBREW}\u2069`);
    expect(isolate('ليلى حداد')).toBe('\u2068ليلى حداد\u2069');
    expect(isolate('\u{1e900}')).toBe('\u2068\u{1e900}\u2069');
  });

  it('stays as it is if it reads the same everywhere, unless the language is written from right to left', () => {
    expect(['Ann Ito', '林 大輔', '🦊 7'].map((text) => isolate(text))).toEqual(['Ann Ito', '林 大輔', '🦊 7']);
    expect(isolate('Ann Ito', true)).toBe('\u2068Ann Ito\u2069');
  });

  it('has no character that changes the direction of others or ends the isolate', () => {
    expect(withoutControls(OVERRIDE)).toBe('gnp.exe');
    expect(isolate(`${HEBREW}\u2069\u202e`)).toBe(`\u2068${HEBREW}\u2069`);
  });
});

describe('a catalogue', () => {
  const strings = isolating(en, false);

  it('isolates every name in its sentences', () => {
    expect(strings.conversations.details.leaveTitle(HEBREW)).toBe(`Leave \u2068${HEBREW}\u2069?`);
    expect(strings.typing.several([HEBREW, 'Ann'])).toBe(`\u2068${HEBREW}\u2069 and Ann are typing`);
    expect(strings.accounts.blocked.unblocked(OVERRIDE)).toBe('gnp.exe can reach you again.');
  });

  it('changes nothing else', () => {
    expect(strings.app.retry).toBe('Retry');
    expect(strings.emoji.tones).toEqual(en.emoji.tones);
    expect(strings.app.unread(2)).toBe('2 unread messages');
    expect(strings.messages.deletedBy(undefined)).toBe('Message deleted');
  });
});
