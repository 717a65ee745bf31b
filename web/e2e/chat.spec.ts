// Tests conversations between two users, each with a browser.
import { act, messageWith, composerOf, log, tickOf, write } from './support/thread.ts';
import { expect, test } from './support/test.ts';

test('a message reaches the other user, and each sees the presence, typing and receipts of the other', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Ann Ito');
  const ben = await api.person(named('ben'), 'Ben Okoro');
  const conversation = await api.direct(ann, ben);
  const annPage = await openAs(ann, `/c/${conversation}`);
  await write(annPage, 'Are you there?');
  await expect(tickOf(annPage, 'Are you there?')).toHaveAttribute('data-tick', 'sent');

  const benPage = await openAs(ben);
  const row = benPage.getByRole('link', { name: 'Ann Ito' });
  await expect(row.getByRole('img', { name: '1 unread' })).toBeVisible();
  await expect(tickOf(annPage, 'Are you there?')).toHaveAttribute('data-tick', 'delivered');
  await expect(annPage.getByRole('main').getByText('Online', { exact: true })).toBeVisible();

  await row.click();
  await expect(messageWith(benPage, 'Are you there?')).toBeVisible();
  await expect(tickOf(annPage, 'Are you there?')).toHaveAttribute('data-tick', 'read');
  await expect(row.getByRole('img', { name: '1 unread' })).toBeHidden();

  await composerOf(benPage).pressSequentially('I am, I am');
  await expect(annPage.getByText('Ben Okoro is typing')).toBeVisible();
  await composerOf(benPage).press('Enter');
  await expect(messageWith(annPage, 'I am, I am')).toBeVisible();
  await expect(annPage.getByText('Ben Okoro is typing')).toBeHidden();

  await benPage.context().close();
  await expect(annPage.getByRole('main').getByText('Online', { exact: true })).toBeHidden({ timeout: 20_000 });
});

test('a user who is away or must not be disturbed is shown so', async ({ openAs, api, named }) => {
  const [ann, ben] = [await api.person(named('ann')), await api.person(named('ben'), 'Ben Okri')];
  const conversation = await api.direct(ann, ben);
  const [annPage, benPage] = [await openAs(ann, `/c/${conversation}`), await openAs(ben)];
  const choose = async (state: string) => {
    await benPage.getByRole('button', { name: /^Your account/ }).click();
    await benPage.getByRole('menuitemcheckbox', { name: state }).click();
  };
  for (const state of ['Do not disturb', 'Away', 'Online']) {
    await choose(state);
    await expect(annPage.getByRole('main').getByText(state, { exact: true })).toBeVisible({ timeout: 10_000 });
  }
  await benPage.close();
  await expect(annPage.getByRole('main').getByText(/^Last seen/)).toBeVisible({ timeout: 20_000 });
});

test('fifty messages that are written as fast as possible stay in order', async ({ api, named, openAs }) => {
  test.slow();
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  const page = await openAs(ann, `/c/${conversation}`);
  const wanted = Array.from({ length: 50 }, (_, index) => `message ${index + 1}`);
  await composerOf(page).waitFor();
  for (const text of wanted) await write(page, text);
  await expect(tickOf(page, 'message 50')).not.toHaveAttribute('data-tick', 'sending', { timeout: 40_000 });
  const { messages } = await api.call<{ messages: { body: string }[] }>('GET', `/conversations/${conversation}/messages?limit=100`, undefined, ben.token);
  expect(messages.map(({ body }) => body)).toEqual(wanted);
});

test('a draft stays in its conversation, and the list shows it', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'), 'Ben Draft');
  const cleo = await api.person(named('cleo'), 'Cleo Other');
  const conversation = await api.direct(ann, ben);
  await api.direct(ann, cleo);
  const page = await openAs(ann, `/c/${conversation}`);
  await composerOf(page).fill('half a thought');
  await page.getByRole('link', { name: 'Cleo Other' }).click();
  await expect(composerOf(page)).toHaveValue('');
  await expect(page.getByRole('link', { name: 'Ben Draft' })).toContainText('Draft: half a thought');
  await page.goBack();
  await expect(composerOf(page)).toHaveValue('half a thought');
  await page.reload();
  await expect(composerOf(page)).toHaveValue('half a thought');
});

test('an answer that was begun stays with its draft', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'), 'Ben Asked');
  const conversation = await api.direct(ann, ben);
  await api.direct(ann, await api.person(named('cleo'), 'Cleo Other'));
  await api.send(ben, conversation, 'Lunch?');
  const page = await openAs(ann, `/c/${conversation}`);
  await act(page, 'Lunch?', 'Reply');
  await composerOf(page).fill('Gladly');
  await page.getByRole('link', { name: 'Cleo Other' }).click();
  await expect(page.getByText('Reply to Ben Asked')).toBeHidden();
  await page.getByRole('link', { name: 'Ben Asked' }).click();
  await expect(page.getByText('Reply to Ben Asked')).toBeVisible();
  await page.reload();
  await expect(composerOf(page)).toHaveValue('Gladly');
  await composerOf(page).press('Enter');
  await expect(page.getByText('Reply to Ben Asked')).toBeHidden();
  // The message is shown before the server has it.
  await expect(async () => {
    const { messages } = await api.call<{ messages: { reply_to?: number }[] }>(
      'GET', `/conversations/${conversation}/messages`, undefined, ben.token);
    expect(messages.map((message) => message.reply_to)).toEqual([undefined, 1]);
  }).toPass({ timeout: 10_000 });
});

test('a group is created from the list, and all members see its title', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Ann Ito');
  const benName = named('ben');
  const ben = await api.person(benName, 'Ben Okoro');
  const cleoName = named('cleo');
  await api.person(cleoName, 'Cleo Lang');
  const page = await openAs(ann);
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  const dialog = page.getByRole('dialog');
  for (const name of [benName, cleoName]) {
    await dialog.getByRole('combobox').fill(name);
    await dialog.getByRole('option').first().click();
  }
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByLabel('Name of the group').fill('Sunday walk');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('main').getByRole('heading', { name: 'Sunday walk' })).toBeVisible();
  await expect(page.getByText('3 members')).toBeVisible();
  await write(page, 'Ten at the gate');

  const benPage = await openAs(ben);
  await expect(benPage.getByRole('link', { name: /Sunday walk/ })).toContainText('Ten at the gate');
});

test('long, right-to-left, CJK and emoji-only messages fit a narrow screen', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Wolfeschlegelsteinhausenbergerdorff the Third of Somewhere');
  const ben = await api.person(named('ben'), 'عمر خيام');
  const conversation = await api.direct(ann, ben);
  for (const text of ['x'.repeat(400), 'مرحبا، كيف حالك اليوم؟', '明日の会議は午後三時からです', '🎉🎉🎉']) await api.send(ann, conversation, text);
  const page = await openAs(ben, `/c/${conversation}`);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(messageWith(page, '🎉🎉🎉')).toBeVisible();
  const overflow = await log(page).evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(overflow).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
