import { describe, expect, it } from 'vitest';
import { parseRoute, paths } from './routes.ts';

const at = (path: string) => parseRoute(new URL(path, 'https://chat.example.org'));

describe('an address', () => {
  it('names a conversation, a message in it and what stands beside it', () => {
    expect(at('/c/abc')).toMatchObject({ name: 'conversation', id: 'abc' });
    expect(at('/c/abc/m/12')).toMatchObject({ name: 'conversation', id: 'abc', seq: 12 });
    expect(at('/c/abc?panel=members')).toMatchObject({ name: 'conversation', panel: 'members' });
    expect(at('/c/abc?panel=nothing')).not.toHaveProperty('panel');
  });

  it('names the pages', () => {
    expect(at('/')).toEqual({ name: 'home' });
    expect(at('/settings')).toEqual({ name: 'settings' });
    expect(at('/settings/sessions')).toEqual({ name: 'settings', page: 'sessions' });
    expect(at('/settings/sign-ins')).toEqual({ name: 'settings', page: 'sign-ins' });
    expect(at('/sign-in')).toEqual({ name: 'sign-in' });
    expect(at('/register')).toEqual({ name: 'register' });
    expect(at('/reset#token')).toEqual({ name: 'reset' });
  });

  it.each(['/c', '/c/abc/m', '/c/abc/m/x', '/c/abc/m/1/2', '/settings/none', '/settings/sessions/1', '/sign-in/x', '/other'])(
    '%s is unknown',
    (path) => expect(at(path)).toEqual({ name: 'unknown' }),
  );

  it('comes back as it was made', () => {
    expect(at(paths.message('abc', 7, { panel: 'search', q: 'a & b' }))).toMatchObject({ id: 'abc', seq: 7, panel: 'search' });
    expect(paths.search({ q: 'a & b' })).toBe('/search?q=a+%26+b');
    expect(paths.search({ q: undefined })).toBe('/search');
  });
});
