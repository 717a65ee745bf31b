// Tests messages that are written while the server cannot be reached.
import { composerOf, messageWith, tickOf, write } from './support/thread.ts';
import { Api } from './support/api.ts';
import { Server } from './support/server.ts';
import { expect, signIn, test, type Page } from './support/test.ts';

// The service worker must have stored the files of the web client before the network goes away.
const serviceWorkerIsReady = (page: Page) =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated') await new Promise((done) => active?.addEventListener('statechange', done, { once: true }));
  });

test('what is written offline survives a reload and arrives once, in order', async ({ api, named, openAs }) => {
  test.slow();
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  const page = await openAs(ann, `/c/${conversation}`);
  await composerOf(page).waitFor();
  await serviceWorkerIsReady(page);
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

test('what is written before the first page of messages has come is shown, also after a reload without a network', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  const page = await openAs(ann);
  await serviceWorkerIsReady(page);
  // The server never gets the request for the messages of the conversation.
  await page.routeWebSocket(/\/api\/ws$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((text) => {
      if (!String(text).includes('"op":"message.list"')) server.send(text);
    });
  });
  await page.goto(`/c/${conversation}`);
  await composerOf(page).waitFor();
  await page.context().setOffline(true);
  await write(page, 'written early');
  // A request without an answer fails after ten seconds. The message must not wait for that.
  await expect(messageWith(page, 'written early')).toBeVisible({ timeout: 5_000 });
  await page.reload();
  await expect(messageWith(page, 'written early')).toBeVisible({ timeout: 5_000 });
  await expect(tickOf(page, 'written early')).toHaveAttribute('data-tick', 'sending');
});

test('a server that crashes and comes back receives the messages that waited', async ({ browser, contextOptions }) => {
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
