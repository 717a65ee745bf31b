// Messages that are written while the server cannot be reached.
import { composerOf, messageWith, tickOf, write } from './support/thread.ts';
import { Api } from './support/api.ts';
import { Server } from './support/server.ts';
import { expect, signIn, test } from './support/test.ts';

test('what is written offline survives a reload and arrives once, in order', async ({ api, named, openAs }) => {
  test.slow();
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  const page = await openAs(ann, `/c/${conversation}`);
  await composerOf(page).waitFor();
  // The service worker must have stored the page before the network goes away.
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated') await new Promise((done) => active?.addEventListener('statechange', done, { once: true }));
  });
  await page.context().setOffline(true);
  for (const text of ['first', 'second', 'third']) await write(page, text);
  await expect(page.getByText('3 messages will be sent when you are back')).toBeVisible();
  await page.reload();
  for (const text of ['first', 'second', 'third']) await expect(messageWith(page, text)).toHaveCount(1);

  await page.context().setOffline(false);
  await expect(tickOf(page, 'third')).toHaveAttribute('data-tick', /sent|delivered/, { timeout: 40_000 });
  const { messages } = await api.call<{ messages: { body: string }[] }>('GET', `/conversations/${conversation}/messages`, undefined, ben.token);
  expect(messages.map(({ body }) => body)).toEqual(['first', 'second', 'third']);
  for (const text of ['first', 'second', 'third']) await expect(messageWith(page, text)).toHaveCount(1);
});

test('a server that dies under the page and comes back takes what waited', async ({ browser, contextOptions }) => {
  test.slow();
  const server = await Server.start();
  const context = await browser.newContext({ ...contextOptions, baseURL: server.url });
  try {
    const api = new Api(server.url);
    const ann = await api.person('ann');
    const ben = await api.person('ben');
    const conversation = await api.direct(ann, ben);
    const page = await context.newPage();
    await signIn(page, ann, `/c/${conversation}`);
    await write(page, 'before');
    await expect(tickOf(page, 'before')).toHaveAttribute('data-tick', 'sent');
    await server.end('SIGKILL');
    await write(page, 'meanwhile');
    await expect(tickOf(page, 'meanwhile')).toHaveAttribute('data-tick', 'sending');
    await server.run();
    await expect(tickOf(page, 'meanwhile')).toHaveAttribute('data-tick', 'sent', { timeout: 40_000 });
    await write(page, 'after');
    await expect(tickOf(page, 'after')).toHaveAttribute('data-tick', 'sent');
    const { messages } = await api.call<{ messages: { body: string }[] }>('GET', `/conversations/${conversation}/messages`, undefined, ann.token);
    expect(messages.map(({ body }) => body)).toEqual(['before', 'meanwhile', 'after']);
  } finally {
    await context.close();
    await server.remove();
  }
});
