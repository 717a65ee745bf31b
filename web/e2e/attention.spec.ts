// How a user notices messages without looking at the conversation.
import { expect, test, type Page } from './support/test.ts';

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
  });
const icon = (page: Page) => page.locator('link[rel=icon]').getAttribute('href');

test('the title and the icon count what is unread', async ({ openAs, api, named }) => {
  const [ann, ben] = [await api.person(named('ann')), await api.person(named('ben'), 'Ben Okri')];
  const conversation = await api.direct(ann, ben);
  const page = await openAs(ann);
  await expect(page).toHaveTitle('Parley');
  await api.send(ben, conversation, 'one');
  await api.send(ben, conversation, 'two');
  await expect(page).toHaveTitle('(2) Parley');
  expect(await icon(page)).toMatch(/^data:image\/svg/);

  await page.goto(`/c/${conversation}`);
  await expect(page).toHaveTitle('Ben Okri');
  await expect.poll(() => icon(page)).toBe('/icon.svg');
});

test('a notification says who and what, once, and goes when the conversation is opened', async ({ openAs, api, named }) => {
  const [cleo, dan] = [await api.person(named('cleo')), await api.person(named('dan'), 'Dan Brown')];
  const conversation = await api.direct(cleo, dan);
  const page = await openAs(cleo, '/settings/notifications');
  await page.context().grantPermissions(['notifications']);
  // Messages that came before the page was loaded are unread, but they get no notification.
  const socket = page.waitForEvent('websocket');
  await page.reload();
  await (await socket).waitForEvent('framereceived');
  await page.getByRole('switch', { name: 'Notifications on this device' }).check();

  await api.send(dan, conversation, 'Are you there?');
  await expect.poll(() => shown(page)).toEqual(['Dan Brown: Are you there?']);

  await page.getByRole('switch', { name: 'Show who and what' }).uncheck();
  await api.send(dan, conversation, 'A secret');
  await expect.poll(() => shown(page)).toEqual(['Parley: 1 new message']);

  await page.goto(`/c/${conversation}`);
  const thread = page.locator('#main');
  await expect(thread.getByText('A secret')).toBeVisible();
  await expect.poll(() => shown(page)).toEqual([]);
  await api.send(dan, conversation, 'Seen at once');
  await expect(thread.getByText('Seen at once').first()).toBeVisible();
  expect(await shown(page)).toEqual([]);
});
