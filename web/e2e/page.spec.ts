// Tests how the server delivers the web client, and how the web client works without a server.
import { expect, signIn, test } from './support/test.ts';

test('every file is compressed, hashed files are cached for good, and the security policy has no exceptions', async ({ page, server }) => {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  const replies = new Map<string, Record<string, string>>();
  page.on('response', (response) => replies.set(new URL(response.url()).pathname, response.headers()));
  await page.goto('/sign-in');
  await page.getByRole('heading', { level: 1 }).waitFor();

  const scripts = [...replies].filter(([path]) => /^\/assets\/.*\.js$/.test(path));
  expect(scripts.length).toBeGreaterThan(0);
  for (const [path, headers] of replies) {
    if (!path.startsWith('/assets/')) continue;
    expect(headers['cache-control'], path).toBe('public, max-age=31536000, immutable');
  }
  const largest = scripts.reduce((one, other) => (Number(one[1]['content-length']) > Number(other[1]['content-length']) ? one : other));
  expect(['br', 'gzip']).toContain(largest[1]['content-encoding']);
  expect(replies.get('/sign-in')?.['cache-control']).toBe('no-cache');
  expect(replies.get('/sign-in')?.['content-security-policy']).not.toContain('unsafe');
  expect(faults).toEqual([]);
  expect([...replies.keys()].every((path) => path.startsWith('/'))).toBe(true);
  expect(page.url()).toBe(`${server.url}/sign-in`);
});

test('no text becomes HTML or script without the policy for the service worker', async ({ page, api, named }) => {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (/Trusted|Content Security Policy/.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  const person = await api.person(named('tia'));
  const other = await api.person(named('tom'));
  const conversation = await api.direct(person, other);
  await api.send(other, conversation, '**bold** `code` https://example.org/');
  await signIn(page, person, `/c/${conversation}?panel=info`);
  await expect(page.getByRole('log')).toContainText('bold');
  await page.evaluate(() => navigator.serviceWorker.ready);
  for (const path of ['/settings/profile', '/settings/sessions', '/settings/sign-ins', '/search?q=bold', '/api/docs']) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
  }
  expect(faults).toEqual([]);

  await page.goto('/');
  const attempts = await page.evaluate(() => {
    const refused = (attempt: () => unknown) => {
      try {
        attempt();
        return false;
      } catch {
        return true;
      }
    };
    const { trustedTypes } = globalThis as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => unknown } };
    return {
      html: refused(() => (document.createElement('div').innerHTML = '<b>x</b>')),
      script: refused(() => (document.createElement('script').src = '/theme.js')),
      policy: refused(() => trustedTypes.createPolicy('another', {})),
    };
  });
  expect(attempts).toEqual({ html: true, script: true, policy: true });
});

test('the documentation of the API is served by the binary alone', async ({ page }) => {
  await page.goto('/api/docs');
  await expect(page.getByRole('heading', { name: 'Parley API' })).toBeVisible();
  await expect(page.locator('#message\\.send')).toBeAttached();
});

test('an unknown address shows an explanation and a link to the start', async ({ openAs, api, named }) => {
  const page = await openAs(await api.person(named('ned')), '/nowhere');
  await expect(page.getByText('There is nothing at this address')).toBeVisible();
  await page.getByRole('link', { name: 'Go to your conversations' }).click();
  await expect(page).toHaveURL(/\/$/);
});

test('the web client can be installed, and opens without a network', async ({ page, context, api, named }) => {
  const person = await api.person(named('oda'), 'Oda Nobunaga');
  await signIn(page, person);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    return (await (await fetch(link?.href ?? '')).json()) as { display: string; icons: { src: string; sizes: string }[] };
  });
  expect(manifest.display).toBe('standalone');
  for (const { src } of manifest.icons) expect((await page.request.get(src)).ok(), src).toBe(true);

  await page.reload();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Your account: Oda Nobunaga' })).toBeVisible();
  await expect(page.getByText(/^Offline/)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/^Offline/)).toBeHidden();
});

test('a part of the web client that cannot be loaded can be loaded again', async ({ openAs, api, named }) => {
  const page = await openAs(await api.person(named('pam')));
  await page.context().route('**/assets/SettingsPane-*.js', (route) => route.abort());
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  await page.goto('/settings/profile');
  await expect(page.getByText('Something went wrong')).toBeVisible();
  await page.context().unroute('**/assets/SettingsPane-*.js');
  await page.getByRole('button', { name: 'Load again' }).click();
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
});
