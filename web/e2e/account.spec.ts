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
