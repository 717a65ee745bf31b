import { answerInstead } from './support/answers.ts';
import { expect, signIn, test } from './support/test.ts';

test('a user registers, signs out and signs in again', async ({ page, named }) => {
  const username = named('ada');
  await page.goto('/register');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbour');
  await page.getByRole('button', { name: 'Create account' }).click();

  await page.getByRole('button', { name: 'Your account: Ada Lovelace' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();

  await signIn(page, { id: '', username, password: 'a quiet harbour', token: '' });
  await expect(page.getByRole('button', { name: 'Your account: Ada Lovelace' })).toBeVisible();
});

test('a user sets a new password with the one-time link of the operator', async ({ page, server, api, named }) => {
  const person = await api.person(named('cy'));
  const link = /\/reset#\S+/.exec(server.admin('reset-password', person.username))?.[0];
  await page.goto(link ?? '');
  await expect(page).toHaveURL(`${server.url}/reset`);
  await page.getByLabel('New password', { exact: true }).fill('a wide open window');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('Your password is set.')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, { ...person, password: 'a wide open window' }, '/sign-in');

  const other = await page.context().newPage();
  await other.goto(link ?? '');
  await other.getByLabel('New password', { exact: true }).fill('another open window');
  await other.getByRole('button', { name: 'Set password' }).click();
  await expect(other.getByRole('alert')).toHaveText(/used already, or it has expired/);
});

test('wrong input is explained in plain words', async ({ page, api, named }) => {
  const taken = await api.person(named('bob'));

  await page.goto('/sign-in');
  await page.getByLabel('Username').fill(taken.username);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('The username or the password is not right.');

  await page.getByRole('link', { name: 'Create account' }).click();
  await page.getByLabel('Username').fill(taken.username);
  await page.getByLabel('Password', { exact: true }).fill('a quiet harbour');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription('This name is already taken. Try another.');
  await expect(page.getByLabel('Username')).toHaveAttribute('aria-invalid', 'true');

  await page.getByLabel('Username').fill('not a name!');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription(/letters, digits, dots/);
});

test('after signing in the user arrives at the address that was opened', async ({ page, api, named }) => {
  const person = await api.person(named('cleo'));
  await signIn(page, person, '/settings/sessions');
  await expect(page).toHaveURL(/\/settings\/sessions$/);
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
});

test('a session survives a reload and ends when it is revoked on another device', async ({ openAs, api, named }) => {
  const person = await api.person(named('dora'));
  const one = await openAs(person, '/settings/sessions');
  await one.reload();
  await expect(one.getByText('This device')).toBeVisible();

  const other = await openAs(person);
  await one.reload();
  // One session was created over the API, the other one by the other browser.
  await expect(one.getByRole('button', { name: /^End session/ })).toHaveCount(2);
  await one.getByRole('button', { name: 'End all other sessions' }).click();
  await expect(one.getByText('2 sessions ended.')).toBeVisible();
  await expect(other.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await expect(other.getByText('This session was ended. Sign in again.')).toBeVisible();
});

test('the recent sign-ins say when, from where, with what, and whether the session still lives', async ({ openAs, api, named }) => {
  const person = await api.person(named('dot'));
  const { session, access_token } = await api.call<{ session: string; access_token: string }>('POST', '/login', { username: person.username, password: person.password });
  await api.call('DELETE', `/sessions/${session}`, undefined, access_token);
  const page = await openAs(person, '/settings/sign-ins');
  await expect(page.getByRole('heading', { name: 'Recent sign-ins' })).toBeVisible();
  const rows = page.getByRole('main').getByRole('listitem').filter({ hasText: '127.0.0.1' });
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('This device');
  await expect(rows.nth(0)).toContainText('Chrome on Linux');
  await expect(rows.nth(1)).toContainText('Signed out');
  await expect(rows.nth(2)).toContainText('Still signed in');
  await expect(rows.nth(0).locator('time')).toHaveAttribute('datetime', /^\d{4}-/);
});

test('sign-ins that cannot be loaded can be asked for again', async ({ page, api, named }) => {
  const person = await api.person(named('dov'));
  let fails = true;
  await answerInstead(page, { 'sign_in.recent': () => (fails ? { error: { code: 'unavailable', status: 503 } } : { result: { sign_ins: [] } }) });
  await signIn(page, person, '/settings/sign-ins');
  await expect(page.getByText('Could not load your sign-ins')).toBeVisible();
  fails = false;
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('No recent sign-ins')).toBeVisible();
});

test('if the server asks for the password, sessions end after it is confirmed', async ({ page, api, named }) => {
  const person = await api.person(named('dre'));
  let isProven = false;
  await answerInstead(page, {
    'session.revoke': () => (isProven ? { result: {} } : { error: { code: 'password_required', status: 403 } }),
    'password.confirm': ({ current_password }) => {
      isProven = current_password === person.password;
      return isProven ? { result: {} } : { error: { code: 'bad_credentials', status: 401 } };
    },
  });
  await signIn(page, person, '/settings/sessions');
  await page.getByRole('button', { name: /^End session/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(dialog.getByLabel('Current password')).toBeFocused();
  await page.keyboard.type('not it');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Current password')).toHaveAccessibleDescription('That is not your password.');
  await dialog.getByLabel('Current password').fill(person.password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Session ended.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^End session/ })).toHaveCount(0);
});

test('another e-mail address needs the current password', async ({ page, api, named }) => {
  const person = await api.person(named('dua'));
  const asked: Record<string, unknown>[] = [];
  const refuse = (code: string) => ({ error: { code: 'invalid_request', status: 400, errors: [{ field: 'current_password', code }] } });
  await answerInstead(page, {
    'me.update': (params) => {
      asked.push(params);
      if (params.email === undefined) return undefined;
      if (params.current_password === '  ') return refuse('required');
      return params.current_password === person.password ? undefined : { error: { code: 'bad_credentials', status: 401 } };
    },
  });
  await signIn(page, person, '/settings/profile');
  const password = page.getByLabel('Current password');
  await page.getByLabel('Name', { exact: true }).fill('Dua');
  await expect(password).toHaveCount(0);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  expect(asked.at(-1)).toEqual({ display_name: 'Dua' });

  await page.getByLabel('E-mail address').fill('dua@example.org');
  await password.fill('  ');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(password).toHaveAccessibleDescription('Enter your current password.');
  await password.fill('not it');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(password).toHaveAccessibleDescription('That is not your password.');
  await password.fill(person.password);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(password).toHaveCount(0);
  expect(asked.at(-1)).toEqual({ display_name: 'Dua', email: 'dua@example.org', current_password: person.password });
});

test('a user can change the name and the privacy settings', async ({ openAs, api, named }) => {
  const person = await api.person(named('emil'));
  const page = await openAs(person, '/settings/profile');
  await page.getByLabel('Name', { exact: true }).fill('Emil Ångström');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByRole('switch', { name: 'Read in private' }).check();
  await expect(async () => {
    const me = await api.call('GET', '/me', undefined, person.token);
    expect(me).toMatchObject({ display_name: 'Emil Ångström', private_reads: true });
  }).toPass();
  await page.reload();
  await expect(page.getByRole('switch', { name: 'Read in private' })).toBeChecked();
});

test('a user can change the password, and a wrong one is refused beside its field', async ({ openAs, api, named }) => {
  const person = await api.person(named('fay'));
  const page = await openAs(person, '/settings/password');
  await page.getByLabel('Current password').fill('not it at all');
  await page.getByLabel('New password').fill('a new harbour');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription('That is not your password.');

  await page.getByLabel('Current password').fill(person.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed. All other sessions have ended.')).toBeVisible();
  await api.call('POST', '/login', { username: person.username, password: 'a new harbour' });
});
