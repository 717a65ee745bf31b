// The fixtures of every spec: a server for each worker, names for users, and pages with a signed-in user.
import { test as base, expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { Api, type Person } from './api.ts';
import { Server } from './server.ts';

interface Fixtures {
  // Returns a name that no other test uses on this server.
  named: (name: string) => string;
  // Opens the web client in a browser context of its own, signs the person in, and returns the page.
  openAs: (person: Person, path?: string) => Promise<Page>;
}

interface WorkerFixtures {
  server: Server;
  api: Api;
}

let last = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // Playwright reads the dependencies of a fixture from this destructuring pattern.
    async ({}, provide) => {
      const server = await Server.start();
      await provide(server);
      await server.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  api: [({ server }, provide) => provide(new Api(server.url)), { scope: 'worker' }],
  baseURL: ({ server }, provide) => provide(server.url),
  named: ({}, provide) => provide((name) => `${name}${++last}`),
  openAs: async ({ browser, contextOptions }, provide) => {
    const pages: Page[] = [];
    await provide(async (person, path = '/') => {
      const context = await browser.newContext(contextOptions);
      const page = await context.newPage();
      pages.push(page);
      await signIn(page, person, path);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

export async function signIn(page: Page, person: Person, path = '/') {
  await page.goto(path);
  await page.getByLabel('Username').fill(person.username);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.locator('#main')).toBeAttached();
}

// Returns the serious and critical findings of axe, each with its elements. The page's Content-Security-Policy permits no
// foreign script, so the debugger runs axe: no policy applies to it.
export async function seriousFindings(page: Page) {
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document));
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n  ')}`);
}

export { expect, type Page, type Person };
