// Takes the pictures of README and docs. `make screenshots` runs this; the results are committed.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { test as base, type Browser, type Page } from '@playwright/test';
import { expect, signIn, type Person } from '../e2e/support/test.ts';
import { Server } from '../e2e/support/server.ts';
import { seed } from './seed.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/screenshots');
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

interface Picture {
  name: string;
  size: typeof WIDE;
  colorScheme: 'light' | 'dark';
  locale?: string;
  path: (garden: string) => string;
  // Waits for what must be there, and does what must be done, before the picture is taken.
  prepare?: (page: Page) => Promise<void>;
}

const inGarden = (garden: string) => `/c/${garden}`;
const PICTURES: readonly Picture[] = [
  { name: 'wide-light', size: WIDE, colorScheme: 'light', path: inGarden },
  { name: 'wide-dark', size: WIDE, colorScheme: 'dark', path: inGarden },
  { name: 'wide-details', size: WIDE, colorScheme: 'light', path: (garden) => `/c/${garden}?panel=members` },
  { name: 'wide-switcher', size: WIDE, colorScheme: 'dark', path: inGarden, prepare: (page) => page.keyboard.press('Control+k') },
  { name: 'wide-german', size: WIDE, colorScheme: 'light', locale: 'de-DE', path: () => '/settings/appearance' },
  { name: 'narrow-list-light', size: NARROW, colorScheme: 'light', path: () => '/' },
  { name: 'narrow-thread-light', size: NARROW, colorScheme: 'light', path: inGarden },
  { name: 'narrow-list-dark', size: NARROW, colorScheme: 'dark', path: () => '/' },
  { name: 'narrow-thread-dark', size: NARROW, colorScheme: 'dark', path: inGarden },
];

const test = base;

test('the pictures', async ({ browser }) => {
  mkdirSync(FOLDER, { recursive: true });
  const server = await Server.start({ PARLEY_LIMITS_REQUESTS_PER_SECOND: '0', PARLEY_LIMITS_MESSAGES_PER_SECOND: '0' });
  try {
    const { ids, mara, person } = await seed(server);
    const garden = ids[0] ?? '';
    const others = await Promise.all(['ana', 'noah', 'eloise'].map((name) => beThere(browser, server, person(name))));
    for (const picture of PICTURES) await take(browser, server, mara, garden, picture);
    await take(browser, server, undefined, garden, { name: 'welcome', size: WIDE, colorScheme: 'light', path: () => '/sign-in' });
    for (const other of others) await other.context().close();
  } finally {
    await server.remove();
  }
});

// Keeps a user online while the pictures are taken.
async function beThere(browser: Browser, server: Server, who: Person) {
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
  const page = await context.newPage();
  await signIn(page, who);
  return page;
}

async function take(browser: Browser, server: Server, who: Person | undefined, garden: string, picture: Picture) {
  const isNarrow = picture.size === NARROW;
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: picture.size,
    colorScheme: picture.colorScheme,
    locale: picture.locale ?? 'en-GB',
    hasTouch: isNarrow,
    reducedMotion: 'reduce',
    // README shows the pictures smaller than they are. That is enough for a dense screen and keeps the files small.
    deviceScaleFactor: isNarrow ? 1.5 : 1.25,
  });
  const page = await context.newPage();
  if (who) {
    await signInAnyLanguage(page, who);
  }
  await page.goto(picture.path(garden));
  await expect(page.locator('main')).toBeAttached();
  await page.waitForLoadState('networkidle');
  await picture.prepare?.(page);
  await page.evaluate(() => document.fonts.ready);
  // The presence and the receipts of the other users come over the socket.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: `${FOLDER}/${picture.name}.png` });
  await context.close();
}

async function signInAnyLanguage(page: Page, who: Person) {
  await page.goto('/');
  await page.locator('input[name=username]').fill(who.username);
  await page.locator('input[name=password]').fill(who.password);
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeAttached();
}
