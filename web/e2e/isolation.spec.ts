// Tests that names and links of other users cannot change the direction of the text around them.
import { execFileSync } from 'node:child_process';
import { Api } from './support/api.ts';
import { Server } from './support/server.ts';
import { expect, signIn, test, type Page } from './support/test.ts';

const OVERRIDE = '\u2069\u202e';

// Returns the left edges of these parts of the element's text, in pixels.
async function leftEdges(page: Page, selector: string, parts: readonly string[]) {
  return page.locator(selector).first().evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const edges = new Map<string, number>();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const part of wanted) {
        const at = node.textContent?.indexOf(part) ?? -1;
        if (at < 0 || edges.has(part)) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        edges.set(part, range.getBoundingClientRect().left);
      }
    }
    return wanted.map((part) => edges.get(part) ?? NaN);
  }, parts);
}

async function expectInOrder(page: Page, selector: string, parts: readonly string[]) {
  const edges = await leftEdges(page, selector, parts);
  expect(edges, `${selector}: ${parts.join(' | ')}`).toEqual([...edges].sort((one, other) => one - other));
}

test('an override in a name or a title, stored before the server refused such names, turns nothing around', async ({ page }) => {
  const server = await Server.start();
  try {
    const api = new Api(server.url);
    const [ann, ben] = [await api.person('ann', 'Ann'), await api.person('ben', 'Ben')];
    await api.call('PATCH', '/me', { reachable_by: 'nobody' }, ann.token);
    const group = await api.group(ann, 'Garden', []);
    await expect(api.direct(ben, ann)).rejects.toThrow('403');
    await server.end();
    const changes = `UPDATE users SET display_name = 'Ben${OVERRIDE}neB' WHERE username = 'ben';
      UPDATE conversations SET title = 'Gar${OVERRIDE}ned' WHERE title = 'Garden';`;
    execFileSync('sqlite3', [server.database], { input: changes });
    await server.run();

    await page.goto(server.url);
    await signIn(page, ann, `${server.url}/c/${group}?panel=info`);
    await expect(page.getByRole('region', { name: 'Invitations' })).toBeVisible();
    await expectInOrder(page, 'section[aria-label=Invitations] li p', ['Ben', 'would', 'like']);
    await page.getByRole('button', { name: 'Leave the group' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectInOrder(page, 'dialog h2', ['Leave', 'Gar', '?']);
  } finally {
    await server.remove();
  }
});

test('a right-to-left name keeps the words and numbers around it in their places', async ({ openAs, api, named }) => {
  const [ann, dana] = [await api.person(named('ann'), 'Ann'), await api.person(named('dana'), 'דנה')];
  const group = await api.group(ann, 'שכנים 7', [dana]);
  await api.send(dana, group, 'see https://example.org/\u202egnp.exe now please');
  const page = await openAs(ann, `/c/${group}?panel=members`);
  const link = page.getByRole('log').getByRole('link');
  await expect(link).toBeVisible();
  // The text after the link is not turned around by the link.
  await expectInOrder(page, '[role=log] article p[dir=auto]', ['see', 'now', 'please']);
  // In the list the message decides the direction, not the name before it.
  await expectInOrder(page, '[data-conversation] [dir]', ['דנה', 'see', 'https']);
  await page.goto(`/c/${group}?panel=info`);
  await page.getByRole('button', { name: 'Leave the group' }).click();
  await expectInOrder(page, 'dialog h2', ['Leave', '7', '?']);
  await expect(page.locator('dialog h2')).toHaveText('Leave \u2068שכנים 7\u2069?');
});
