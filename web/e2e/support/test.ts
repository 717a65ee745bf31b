// What every spec starts from: a server for each worker, people by name, and a page that is signed in.
import { test as base, expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { Api, type Person } from './api.ts';
import { Server } from './server.ts';

interface Fixtures {
  // A name that no other test of this server uses.
  named: (name: string) => string;
  openAs: (person: Person, path?: string) => Promise<Page>;
}

interface WorkerFixtures {
  server: Server;
  api: Api;
}

let last = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // Playwright reads from the pattern what a fixture depends on.
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

// What axe finds that is serious or critical, in words that say where. The page's policy allows no foreign script, so
// axe is put in by the debugger, which no policy binds.
export async function seriousFindings(page: Page) {
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document));
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n  ')}`);
}

export { expect, type Page, type Person };
