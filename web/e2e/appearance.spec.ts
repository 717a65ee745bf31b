import { expect, signIn, test, type Page } from './support/test.ts';

// Moves a finger across the middle of the screen.
async function swipe(page: Page, from: number, to: number) {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: 500 }] });
  await touch('touchStart', from);
  for (let step = 1; step <= 5; step++) await touch('touchMove', from + ((to - from) * step) / 5);
  await touch('touchEnd');
}

const groundOf = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test.describe('on a light system', () => {
  test.use({ colorScheme: 'light' });

  test('the theme follows the system until the user chooses one, and the choice survives a reload', async ({ openAs, api, named }) => {
    const page = await openAs(await api.person(named('gus')), '/settings/appearance');
    const light = await groundOf(page);
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(() => groundOf(page)).not.toBe(light);
    const dark = await groundOf(page);
    await page.reload();
    expect(await groundOf(page)).toBe(dark);
    await page.getByText('As the system').first().click();
    await expect.poll(() => groundOf(page)).toBe(light);
  });

  test('compact rows are lower than comfortable ones', async ({ openAs, api, named }) => {
    const page = await openAs(await api.person(named('hal')), '/settings/appearance');
    const rowHeight = () => page.evaluate(() => parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row-height')));
    const comfortable = await rowHeight();
    await page.getByText('Compact').click();
    await expect.poll(rowHeight).toBeLessThan(comfortable);
  });
});

test('the chosen language is used everywhere, and the document names it', async ({ openAs, api, named }) => {
  const page = await openAs(await api.person(named('ida')), '/settings/appearance');
  await page.getByText('Deutsch').click();
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  for (const name of ['Profil', 'Passwort', 'Sitzungen', 'Aussehen', 'Benachrichtigungen', 'Blockierte']) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  }
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
});

test.describe('in a German browser', () => {
  test.use({ locale: 'de-DE' });

  test('the first visit is in German without a choice', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('settings show one pane at a time, and the back button returns', async ({ page, api, named }) => {
    await signIn(page, await api.person(named('jan')));
    await page.getByRole('button', { name: /^Your account/ }).click();
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    await page.goto('/settings');
    await page.getByRole('link', { name: 'Appearance' }).click();
    await expect(page.getByRole('group', { name: 'Theme' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Sessions' })).toBeHidden();
    await page.getByRole('button', { name: 'Back' }).click();
    await expect(page.getByRole('link', { name: 'Sessions' })).toBeVisible();
    await expect(page).toHaveURL(/\/settings$/);
    await page.goBack();
  });

  test('a swipe to the right goes back, a short one does not', async ({ page, api, named }) => {
    await signIn(page, await api.person(named('kim')), '/settings');
    await page.getByRole('link', { name: 'Appearance' }).click();
    await expect(page).toHaveURL(/appearance$/);
    await swipe(page, 60, 110);
    await expect(page).toHaveURL(/appearance$/);
    await swipe(page, 60, 260);
    await expect(page).toHaveURL(/\/settings$/);
  });

  test('nothing is wider than the screen', async ({ page, api, named }) => {
    await signIn(page, await api.person(named('a-very-long-name-indeed'), 'Wolfeschlegelsteinhausenbergerdorff the Elder of Bergerdorf'));
    for (const path of ['/', '/settings', '/settings/profile', '/settings/sessions', '/settings/appearance', '/settings/notifications']) {
      await page.goto(path);
      await expect(page.locator('#main')).toBeAttached();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });
});
