// Functions for what users do in a thread, and locators for what a thread shows.
import { expect, type Page } from '@playwright/test';
import type { Api, Person } from './api.ts';

export const composerOf = (page: Page) => page.locator('form').getByRole('textbox');
export const log = (page: Page) => page.getByRole('log');
export const messageWith = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text });

export async function write(page: Page, text: string) {
  await composerOf(page).fill(text);
  await composerOf(page).press('Enter');
  await expect(composerOf(page)).toHaveValue('');
}

// Presses a button in the bar of actions, which appears when the pointer is over a message.
export async function act(page: Page, text: string, action: string) {
  await messageWith(page, text).hover();
  await messageWith(page, text).getByRole('toolbar').getByRole('button', { name: action, exact: true }).click();
}

export async function actFromMenu(page: Page, text: string, entry: string) {
  await act(page, text, 'More');
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

export const tickOf = (page: Page, text: string) => messageWith(page, text).locator('[data-tick]');

// Sends many messages, as fast as the server permits for one user.
export async function say(api: Api, from: Person, conversation: string, texts: readonly string[]) {
  for (const text of texts) {
    await expect(async () => {
      await api.send(from, conversation, text);
    }).toPass({ intervals: [100], timeout: 10_000 });
  }
}
