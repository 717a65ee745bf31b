// Tests how a user finds messages and keeps the position in a long thread.
import { composerOf, log, messageWith, say, tickOf, write } from './support/thread.ts';
import { expect, seriousFindings, test } from './support/test.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test('a thread opens where reading stopped, and older messages arrive without moving what is read', async ({ api, named, openAs }) => {
  test.slow();
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  await say(api, ann, conversation, lines(150));
  await api.call('POST', `/conversations/${conversation}/receipt`, { read: 120 }, ben.token);
  const page = await openAs(ben, `/c/${conversation}`);
  await expect(log(page).getByRole('separator', { name: 'New' })).toBeInViewport();
  await expect(messageWith(page, 'line 121')).toBeInViewport();

  await page.getByRole('button', { name: /latest|new messages/ }).click();
  await expect(messageWith(page, 'line 150')).toBeInViewport();
  await expect(page.getByRole('link', { name: /ann/i }).first().getByRole('img', { name: /unread/ })).toBeHidden();

  // The user scrolls far up, page by page. The message at the top stays in view while older ones are inserted above it.
  await log(page).hover();
  await expect(async () => {
    await page.mouse.wheel(0, -600);
    expect(await log(page).getByText('line 1', { exact: true }).isVisible()).toBe(true);
  }).toPass({ intervals: [50], timeout: 30_000 });
});

test('messages that come while the user reads older ones are counted, and a button leads to them', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  await say(api, ann, conversation, lines(60));
  const page = await openAs(ben, `/c/${conversation}/m/20`);
  await expect(messageWith(page, 'line 20').first()).toBeInViewport();
  const before = await messageWith(page, 'line 20').first().boundingBox();
  await api.send(ann, conversation, 'something new');
  const button = page.getByRole('button', { name: /1 new message/ });
  await expect(button).toBeVisible();
  expect((await messageWith(page, 'line 20').first().boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  await button.click();
  await expect(messageWith(page, 'something new')).toBeInViewport();
});

test('a search finds a message and leads to it', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Ann Ito');
  const ben = await api.person(named('ben'), 'Ben Okoro');
  const conversation = await api.direct(ann, ben);
  await api.send(ann, conversation, 'The lighthouse closes at six');
  await say(api, ben, conversation, lines(60));
  const page = await openAs(ben, '/search');
  const hit = page.getByRole('main').getByRole('link', { name: /lighthouse/ });
  await expect(async () => {
    await page.getByRole('searchbox', { name: 'Search messages' }).fill('');
    await page.getByRole('searchbox', { name: 'Search messages' }).fill('lighth');
    await expect(hit).toBeVisible({ timeout: 1_500 });
  }).toPass({ timeout: 15_000 });
  await expect(hit.locator('mark')).toHaveText(/lighth/i);
  await hit.click();
  await expect(page).toHaveURL(new RegExp(`/c/${conversation}/m/1$`));
  await expect(messageWith(page, 'The lighthouse')).toBeInViewport();
});

test('a user can have a conversation with the keyboard alone', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Ann Ito');
  const benName = named('ben');
  const ben = await api.person(benName, 'Ben Okoro');
  const page = await openAs(ann);
  await page.getByRole('navigation').getByRole('heading').waitFor();
  await page.keyboard.press('n');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type(benName);
  await page.getByRole('option', { name: /Ben Okoro/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(composerOf(page)).toBeFocused();
  await page.keyboard.type('Written without a mouse');
  await page.keyboard.press('Enter');
  await expect(tickOf(page, 'Written without')).toHaveAttribute('data-tick', 'sent');
  const conversation = /\/c\/([^/?]+)/.exec(page.url())?.[1] ?? '';
  await api.send(ben, conversation, 'And answered');
  await expect(messageWith(page, 'And answered')).toBeVisible();

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(messageWith(page, 'And answered')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(messageWith(page, 'Written without')).toBeFocused();
  await page.keyboard.press('e');
  await expect(composerOf(page)).toBeFocused();
  await expect(composerOf(page)).toHaveValue('Written without a mouse');
  await page.keyboard.press('Escape');
  await expect(composerOf(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/$/);
});

test('a phone shows one pane at a time, with a way back', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'), 'Ben Okoro');
  const conversation = await api.direct(ann, ben);
  await api.send(ben, conversation, 'Hello from afar');
  const page = await openAs(ann);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('link', { name: /Ben Okoro/ }).click();
  await expect(messageWith(page, 'Hello from afar')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Conversations' })).toBeHidden();
  await page.getByRole('main').getByRole('link', { name: /Ben Okoro/ }).click();
  await expect(page.getByRole('region', { name: 'About' })).toBeVisible();
  await expect(log(page)).toBeHidden();
  await page.goBack();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('link', { name: /Ben Okoro/ })).toBeVisible();
});

test.describe('in German', () => {
  test.use({ locale: 'de-DE' });

  test('the web client is in German', async ({ api, named, page }) => {
    const ann = await api.person(named('ann'));
    const ben = await api.person(named('ben'), 'Ben Okoro');
    const conversation = await api.direct(ann, ben);
    await api.send(ben, conversation, 'Guten Tag');
    await page.goto(`/c/${conversation}`);
    await page.locator('input[autocomplete=username]').fill(ann.username);
    await page.locator('input[type=password]').fill(ann.password);
    await page.keyboard.press('Enter');
    await expect(page.getByPlaceholder('Nachricht an Ben Okoro')).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Unterhaltungen' })).toBeVisible();
    await expect(log(page).getByText('Heute')).toBeVisible();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in a conversation (${scheme})`, async ({ api, named, openAs }) => {
    const ann = await api.person(named('ann'), 'Ann Ito');
    const ben = await api.person(named('ben'), 'Ben Okoro');
    const conversation = await api.group(ann, 'Harbour', [ben]);
    await api.send(ben, conversation, '**Bold**, `code`, https://example.org and @all');
    const page = await openAs(ann, `/c/${conversation}`);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await write(page, 'An answer');
    await messageWith(page, 'An answer').hover();
    for (const panel of [undefined, 'info', 'members', 'pins', 'search']) {
      if (panel) await page.goto(`/c/${conversation}?panel=${panel}`);
      await expect(messageWith(page, 'An answer')).toBeVisible();
      if (panel) await page.getByRole('region').first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    }
  });
}
