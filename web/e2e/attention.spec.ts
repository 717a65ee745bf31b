// Tests how a user notices messages without looking at the conversation.
import { expect, test, type Page, type Person } from './support/test.ts';

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

// Signs in and turns notifications on. Messages that came before the page was loaded are unread, but they get no notification.
async function openWithNotifications(openAs: (person: Person, path?: string) => Promise<Page>, person: Person) {
  const page = await openAs(person, '/settings/notifications');
  await page.context().grantPermissions(['notifications']);
  const socket = page.waitForEvent('websocket');
  await page.reload();
  await (await socket).waitForEvent('framereceived');
  await page.getByRole('switch', { name: 'Notifications on this device' }).check();
  return page;
}

test('a notification says who and what, once, and goes when the conversation is opened', async ({ openAs, api, named }) => {
  const [cleo, dan] = [await api.person(named('cleo')), await api.person(named('dan'), 'Dan Brown')];
  const conversation = await api.direct(cleo, dan);
  const page = await openWithNotifications(openAs, cleo);

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

test('a notification names a sender who is not among the first members of a large group', async ({ openAs, api, named }) => {
  const eve = await api.person(named('eve'));
  const others: Person[] = [];
  for (let count = 0; count < 12; count += 1) others.push(await api.person(named('member'), `Member ${count}`));
  const conversation = await api.group(eve, 'Harbour', others);
  // The summary of a conversation names the members with the smallest ids, and the sender has the greatest.
  const sender = others.reduce((one, other) => (one.id > other.id ? one : other));
  const name = `Member ${others.indexOf(sender)}`;
  const page = await openWithNotifications(openAs, eve);
  await api.send(sender, conversation, 'Low tide at noon');
  await expect.poll(() => shown(page)).toEqual([`${name} in Harbour: Low tide at noon`]);
});
