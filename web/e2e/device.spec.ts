// Tests what the web client leaves on a device.
import { Api } from './support/api.ts';
import { Server } from './support/server.ts';
import { composerOf, write } from './support/thread.ts';
import { expect, signIn, test, type Page } from './support/test.ts';

// Returns everything that the browser stores for this page, but for the files of the web client itself.
async function stored(page: Page) {
  return page.evaluate(async () => {
    const found: string[] = [];
    for (const storage of [localStorage, sessionStorage]) for (const [key, value] of Object.entries(storage)) found.push(`${key} = ${String(value)}`);
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
      for (const store of database.objectStoreNames) {
        const values = database.transaction(store).objectStore(store);
        const [keys, entries] = await Promise.all(
          [values.getAllKeys(), values.getAll() as IDBRequest<unknown[]>].map(
            (request) => new Promise<unknown[]>((resolve) => (request.onsuccess = () => resolve(request.result))),
          ),
        );
        keys?.forEach((key, index) => found.push(`${name}/${store}/${String(key)} = ${JSON.stringify(entries?.[index])}`));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) if (new URL(url).pathname.startsWith('/api')) found.push(url);
    }
    return found;
  });
}

async function signOut(page: Page, name: string) {
  await page.getByRole('button', { name: `Your account: ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
}

const isPreference = (entry: string) => entry.startsWith('parley.preferences');

test('a sign-out leaves nothing of the user in the browser, in any tab', async ({ openAs, api, named }) => {
  const [ann, ben] = [await api.person(named('ann'), 'Ann'), await api.person(named('ben'))];
  const group = await api.group(ann, 'Night shift', [ben]);
  await api.send(ben, group, 'Where is the spare key?');
  const page = await openAs(ann, `/c/${group}`);
  await write(page, 'Under the green pot.');
  await composerOf(page).fill('And the code is 4711');
  await page.getByRole('button', { name: 'Emoji', exact: true }).first().click();
  await page.getByRole('dialog').or(page.locator('[popover]')).getByRole('button').filter({ hasText: '😂' }).first().click();
  const other = await page.context().newPage();
  await other.goto(`/c/${group}`);
  await expect(other.getByRole('log')).toContainText('Under the green pot.');
  const before = (await stored(page)).join('\n');
  for (const secret of ['Night shift', 'spare key', 'green pot', '4711', 'parley.emoji.recent', 'Ann']) expect(before).toContain(secret);
  await expect(page).toHaveTitle(/Night shift/);

  await signOut(page, 'Ann');
  await expect(other.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await expect.poll(async () => (await stored(page)).filter((entry) => !isPreference(entry))).toEqual([]);
  expect((await stored(other)).filter((entry) => !isPreference(entry))).toEqual([]);
  await expect(page).toHaveTitle('Parley');

  await signIn(page, ben, `/c/${group}`);
  await expect(composerOf(page)).toHaveValue('');
});

test('a user who keeps nothing leaves no message and no draft in the browser, and stays signed in', async ({ page, api, named }) => {
  const [ann, ben] = [await api.person(named('ann'), 'Ann'), await api.person(named('ben'))];
  const group = await api.group(ann, 'Night shift', [ben]);
  await api.send(ben, group, 'Where is the spare key?');
  await page.goto('/sign-in');
  const keep = page.getByRole('checkbox', { name: 'Keep messages on this device' });
  await expect(keep).toBeChecked();
  await expect(keep).toHaveAccessibleDescription(/others use too/);
  await keep.uncheck();
  await page.getByLabel('Username').fill(ann.username);
  await page.getByLabel('Password', { exact: true }).fill(ann.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.locator('#main')).toBeAttached();
  await page.goto(`/c/${group}`);
  await write(page, 'Under the green pot.');
  await composerOf(page).fill('And the code is 4711');
  await page.reload();
  await expect(page.getByRole('log')).toContainText('Under the green pot.');
  await expect(composerOf(page)).toHaveValue('');
  await composerOf(page).fill('And the code is 4711');
  const kept = async () => (await stored(page)).filter((entry) => !isPreference(entry));
  expect(await kept()).toEqual(['parley/values/keeps_nothing = true']);
  await signOut(page, 'Ann');
  await expect.poll(kept).toEqual([]);
});

test('the operator can forbid to keep anything, and what a browser kept before goes', async ({ page }) => {
  const server = await Server.start();
  try {
    const ann = await new Api(server.url).person('ann', 'Ann');
    const group = await new Api(server.url).group(ann, 'Night shift', []);
    await signIn(page, ann, `${server.url}/c/${group}`);
    await composerOf(page).fill('And the code is 4711');
    await expect.poll(async () => (await stored(page)).join()).toContain('Night shift');

    await server.end();
    server.set({ PARLEY_AUTH_KEEP_ON_DEVICES: 'false' });
    await server.run();
    await expect.poll(async () => (await stored(page)).filter((entry) => !isPreference(entry)), { timeout: 20_000 }).toEqual(['parley/values/keeps_nothing = true']);
    await signOut(page, 'Ann');
    await expect(page.getByText('This server keeps no messages on your device.')).toBeVisible();
    await expect(page.getByRole('checkbox')).toHaveCount(0);
  } finally {
    await server.remove();
  }
});
