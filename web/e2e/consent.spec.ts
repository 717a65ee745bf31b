// Tests that nobody is put anywhere without consent, and that blocked people are left out of groups.
import { expect, test } from './support/test.ts';

test('one who admits nobody answers invitations', async ({ openAs, api, named }) => {
  const [ann, ben, cleo] = [await api.person(named('ann')), await api.person(named('ben'), 'Ben Okri'), await api.person(named('cleo'), 'Cleo Day')];
  const page = await openAs(ann, '/settings/profile');
  await page.getByRole('radio', { name: 'Nobody' }).check({ force: true });
  await expect(page.getByRole('radio', { name: 'Nobody' })).toBeChecked();
  await expect.poll(async () => (await api.call<{ reachable_by: string }>('GET', '/me', undefined, ann.token)).reachable_by).toBe('nobody');
  await page.goto('/');

  await expect(api.direct(ben, ann)).rejects.toThrow('403');
  const invitations = page.getByRole('region', { name: 'Invitations' });
  await expect(invitations).toContainText('Ben Okri would like to write to you');
  await api.group(cleo, 'Night shift', [ann]);
  await expect(invitations).toContainText('Cleo Day invites you to Night shift');

  await invitations.getByRole('button', { name: 'Accept the invitation of Ben Okri' }).click();
  await expect(page).toHaveURL(/\/c\//);
  await expect(page.getByRole('heading', { name: 'Ben Okri' })).toBeVisible();
  await invitations.getByRole('button', { name: 'Block Cleo Day' }).click();
  await expect(invitations).toBeHidden();
  await page.goto('/settings/blocked');
  await expect(page.getByText('Cleo Day')).toBeVisible();
});

test('messages and reactions of blocked people are left out of a group until the reader asks for them', async ({ openAs, api, named }) => {
  const [ann, ben, cleo] = [await api.person(named('ann')), await api.person(named('ben'), 'Ben Okri'), await api.person(named('cleo'), 'Cleo Day')];
  const group = await api.group(ann, 'Night shift', [ben, cleo]);
  await api.call('PUT', `/users/${ben.id}/block`, undefined, ann.token);
  const seq = await api.send(cleo, group, 'Who has the keys?');
  await api.call('PUT', `/conversations/${group}/messages/${seq}/reactions/${encodeURIComponent('👍')}`, undefined, ben.token);
  await api.send(ben, group, 'You again');
  await api.send(ben, group, 'Answer me');

  const page = await openAs(ann, `/c/${group}`);
  const thread = page.getByRole('log');
  await expect(thread).toContainText('Who has the keys?');
  await expect(thread).toContainText('2 messages from people you blocked');
  await expect(thread).not.toContainText('You again');
  await expect(thread.getByRole('button', { name: /👍/ })).toHaveCount(0);
  await expect(page.getByRole('navigation', { name: 'Conversations' })).not.toContainText('Answer me');

  await thread.getByRole('button', { name: 'Show' }).click();
  await expect(thread).toContainText('You again');
  await expect(thread).toContainText('Answer me');
});

test('pins, search and the number of unread messages leave out what blocked people wrote in a group', async ({ openAs, api, named }) => {
  const [ann, ben, cleo] = [await api.person(named('ann')), await api.person(named('ben'), 'Ben Okri'), await api.person(named('cleo'), 'Cleo Day')];
  const group = await api.group(ann, 'Night shift', [ben, cleo]);
  const direct = await api.direct(ann, ben);
  await api.send(ben, direct, 'a lantern for you');
  await api.send(cleo, group, 'The lantern is in the shed');
  const byBen = await api.send(ben, group, 'The lantern is mine');
  await api.call('PUT', `/conversations/${group}/pins/${byBen}`, undefined, ann.token);
  for (const text of ['one', 'two', 'three']) await api.send(ben, group, text);
  await api.call('PUT', `/users/${ben.id}/block`, undefined, ann.token);

  // The open conversation is another one, so no message of the group is loaded.
  const page = await openAs(ann, `/c/${direct}`);
  await expect(page.locator(`[data-conversation="${group}"] [data-unread]`)).toHaveAttribute('data-unread', '1');
  await page.goto(`/c/${group}?panel=pins`);
  const panel = page.getByRole('region', { name: 'Pinned messages' });
  await expect(panel).toContainText('Nothing pinned');
  await expect(page.getByRole('button', { name: 'Go to the pinned message' })).toHaveCount(0);
  await page.goto('/search?q=lantern');
  const found = page.getByRole('main');
  await expect(found).toContainText('2 messages');
  await expect(found).toContainText('is in the shed');
  // What was said in a direct conversation before the block stays.
  await expect(found).toContainText('for you');
  await expect(found).not.toContainText('is mine');
});

test('who creates a group sees which people were only invited', async ({ openAs, api, named }) => {
  const [ann, ben, cleo] = [await api.person(named('ann')), await api.person(named('ben'), 'Ben Okri'), await api.person(named('cleo'), 'Cleo Day')];
  await api.call('PATCH', '/me', { reachable_by: 'nobody' }, ben.token);
  const page = await openAs(ann);
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  const dialog = page.getByRole('dialog');
  for (const person of [ben, cleo]) {
    await dialog.getByRole('combobox').fill(person.username);
    await dialog.getByRole('option').filter({ hasText: `@${person.username}` }).click();
  }
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByLabel('Name of the group').fill('Night shift');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('Ben Okri decides first. An invitation was sent.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Night shift' })).toBeVisible();
  await expect(page.getByText('2 members')).toBeVisible();
});

test('a direct conversation with a closed account says so and offers no composer', async ({ openAs, api, named }) => {
  const [ann, ben] = [await api.person(named('ann')), await api.person(named('ben'), 'Ben Okri')];
  const conversation = await api.direct(ann, ben);
  const page = await openAs(ann, `/c/${conversation}`);
  await expect(page.getByRole('textbox', { name: 'Message Ben Okri' })).toBeVisible();
  await api.call('POST', '/me/deactivate', { password: ben.password }, ben.token);
  await expect(page.getByText('This account is closed.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Message Ben Okri' })).toHaveCount(0);
});
