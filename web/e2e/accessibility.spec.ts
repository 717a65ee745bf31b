import { expect, seriousFindings, test, type Page } from './support/test.ts';

const PAGES = ['/', '/settings', '/settings/profile', '/settings/password', '/settings/sessions', '/settings/sign-ins', '/settings/appearance', '/settings/notifications', '/settings/blocked', '/nowhere'];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('axe finds nothing serious before signing in', async ({ page }) => {
      for (const path of ['/sign-in', '/register']) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await stillness(page);
        expect(await seriousFindings(page), path).toEqual([]);
      }
    });

    test('axe finds nothing serious in the panes, the settings and the dialogs', async ({ openAs, api, named }) => {
      const page = await openAs(await api.person(named('kit')));
      for (const path of PAGES) {
        await page.goto(path);
        await settled(page);
        expect(await seriousFindings(page), path).toEqual([]);
      }
      await page.goto('/');
      await settled(page);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      expect(await seriousFindings(page), 'the keys').toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').waitFor();
      expect(await seriousFindings(page), 'the switcher').toEqual([]);
    });
  });
}

// Waits for animations: an element that is half faded in does not have its contrast yet.
async function settled(page: Page) {
  await page.locator('#main').waitFor({ state: 'attached' });
  await stillness(page);
}

async function stillness(page: Page) {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
}

test('everything can be reached and left with the keyboard alone', async ({ page, api, named }) => {
  const person = await api.person(named('lou'), 'Lou Reed');
  await page.goto('/');
  await expect(page.getByLabel('Username')).toBeFocused();
  await page.keyboard.type(person.username);
  await page.keyboard.press('Tab');
  if (await page.getByRole('button', { name: 'Show' }).evaluate((button) => button === document.activeElement)) await page.keyboard.press('Tab');
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Your account/ })).toBeVisible();

  // The first Tab stop is the skip link, the next ones are on the page.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to messages' })).toBeFocused();

  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toBeVisible();
  await expect(keys.getByText('Jump to a conversation')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('appear');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/appearance$/);

  // A group of choices is one Tab stop. The arrows choose.
  const system = page.getByRole('radio', { name: 'As the system' }).first();
  await system.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();

  await page.goto('/');
  await page.getByRole('button', { name: /^Your account/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemcheckbox', { name: 'Online' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Your account/ })).toBeFocused();

  await page.keyboard.press('Control+,');
  await expect(page).toHaveURL(/\/settings\/profile$/);
});

test('the arrow keys make the list wider, and it keeps its width', async ({ openAs, api, named }) => {
  const page = await openAs(await api.person(named('mia')));
  const edge = page.getByRole('separator', { name: 'Width of the list' });
  const before = Number(await edge.getAttribute('aria-valuenow'));
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 8));
  await page.reload();
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 8));
});

test('the form to sign in is filled with the keyboard alone, in the order in which it is seen', async ({ page, api, named }) => {
  const person = await api.person(named('kim'), 'Kim');
  await page.goto('/sign-in');
  await page.getByLabel('Username').focus();
  await page.keyboard.type(person.username);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.type(person.password);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Show' })).toBeFocused();
  await page.keyboard.press('Tab');
  const keep = page.getByRole('checkbox', { name: 'Keep messages on this device' });
  await expect(keep).toBeFocused();
  await page.keyboard.press('Space');
  await expect(keep).not.toBeChecked();
  const box = await page.locator('label').filter({ has: keep }).boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Your account: Kim' })).toBeVisible();
});
