// Tests the actions on messages.
import { act, actFromMenu, composerOf, log, messageWith, say, tickOf, write } from './support/thread.ts';
import { expect, test } from './support/test.ts';

test('a message is answered with a quote that leads back to it', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Ann Ito');
  const ben = await api.person(named('ben'), 'Ben Okoro');
  const conversation = await api.direct(ann, ben);
  await api.send(ann, conversation, 'Shall we meet on Friday?');
  await say(api, ann, conversation, Array.from({ length: 40 }, (_, index) => `Filling ${index}\nand\nmore\nlines`));
  const page = await openAs(ben, `/c/${conversation}/m/1`);
  await act(page, 'Shall we meet', 'Reply');
  await expect(page.getByText('Reply to Ann Ito')).toBeVisible();
  await write(page, 'Friday suits me');
  const answer = messageWith(page, 'Friday suits me');
  await expect(answer.getByRole('button', { name: /answers/ })).toContainText('Shall we meet on Friday?');
  await answer.getByRole('button', { name: /answers/ }).click();
  await expect(page).toHaveURL(/\/m\/1$/);
  await expect(messageWith(page, 'Shall we meet').first()).toBeInViewport();
});

test('both users see a reaction, once for each user who gave it', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Ann Ito');
  const ben = await api.person(named('ben'), 'Ben Okoro');
  const conversation = await api.direct(ann, ben);
  await api.send(ann, conversation, 'It works');
  const [annPage, benPage] = [await openAs(ann, `/c/${conversation}`), await openAs(ben, `/c/${conversation}`)];
  await act(benPage, 'It works', 'React with 👍');
  const chip = messageWith(annPage, 'It works').getByRole('button', { name: /👍 Ben Okoro/ });
  await expect(chip).toHaveText('👍1');
  await chip.click();
  await expect(messageWith(benPage, 'It works').getByRole('button', { name: /👍/ }).last()).toHaveText('👍2');
  await act(benPage, 'It works', 'React');
  const picker = benPage.getByRole('dialog', { name: 'Emoji' });
  await picker.getByRole('searchbox').fill('rocket');
  await picker.getByRole('button', { name: 'rocket', exact: true }).click();
  await expect(messageWith(annPage, 'It works').getByRole('button', { name: /🚀/ })).toHaveText('🚀1');
});

test('both users see an edit, and the earlier text can be looked up', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  const [annPage, benPage] = [await openAs(ann, `/c/${conversation}`), await openAs(ben, `/c/${conversation}`)];
  await write(annPage, 'See you at tne');
  await expect(tickOf(annPage, 'See you')).not.toHaveAttribute('data-tick', 'sending');
  await composerOf(annPage).press('ArrowUp');
  await expect(composerOf(annPage)).toHaveValue('See you at tne');
  await write(annPage, 'See you at ten');
  await expect(messageWith(benPage, 'See you at ten')).toContainText('edited');
  await actFromMenu(benPage, 'See you at ten', 'Earlier versions');
  const versions = benPage.getByRole('region', { name: 'Earlier versions' }).getByRole('listitem');
  await expect(versions).toHaveCount(2);
  await expect(versions.last()).toContainText('See you at tne');
});

test('a message is deleted for both users, after a question', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  const [annPage, benPage] = [await openAs(ann, `/c/${conversation}`), await openAs(ben, `/c/${conversation}`)];
  await write(annPage, 'never mind');
  await expect(messageWith(benPage, 'never mind')).toBeVisible();
  await actFromMenu(annPage, 'never mind', 'Delete');
  await annPage.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  for (const page of [annPage, benPage]) {
    await expect(messageWith(page, 'never mind')).toBeHidden();
    await expect(messageWith(page, 'Message deleted')).toBeVisible();
  }
});

test('a pinned message is shown above the thread for all members', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  await api.send(ann, conversation, 'The door code is 4711');
  const [annPage, benPage] = [await openAs(ann, `/c/${conversation}`), await openAs(ben, `/c/${conversation}`)];
  await actFromMenu(annPage, 'The door code', 'Pin');
  await expect(benPage.getByRole('button', { name: 'Go to the pinned message' })).toContainText('The door code is 4711');
  await actFromMenu(benPage, 'The door code', 'Unpin');
  await expect(annPage.getByRole('button', { name: 'Go to the pinned message' })).toBeHidden();
});

test('a mention is completed, marked, and counted for the mentioned user', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Ann Ito');
  const benName = named('ben');
  const ben = await api.person(benName, 'Ben Okoro');
  const conversation = await api.group(ann, 'Harbour', [ben]);
  const benPage = await openAs(ben);
  const annPage = await openAs(ann, `/c/${conversation}`);
  await composerOf(annPage).pressSequentially('look here @Oko');
  await annPage.getByRole('option', { name: /Ben Okoro/ }).waitFor();
  await composerOf(annPage).press('Enter');
  await expect(composerOf(annPage)).toHaveValue(`look here @${benName} `);
  await composerOf(annPage).press('Enter');
  const row = benPage.getByRole('link', { name: /Harbour/ });
  await expect(row.getByRole('img', { name: 'You are mentioned' })).toBeVisible();
  await row.click();
  await expect(log(benPage).locator('mark')).toHaveText(`@${benName}`);
  await expect(row.getByRole('img', { name: 'You are mentioned' })).toBeHidden();
});

test('a user who has blocked another gets no messages in their direct conversation', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'), 'Ann Ito');
  const ben = await api.person(named('ben'), 'Ben Okoro');
  const conversation = await api.direct(ann, ben);
  const annPage = await openAs(ann, `/c/${conversation}?panel=info`);
  const benPage = await openAs(ben, `/c/${conversation}`);
  await annPage.getByRole('button', { name: 'Block Ben Okoro' }).click();
  await annPage.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await expect(annPage.getByText('You have blocked this person.')).toBeVisible();
  await write(benPage, 'hello?');
  await expect(messageWith(benPage, 'hello?')).toContainText('You cannot reach this person.');
  await annPage.getByRole('main').getByRole('button', { name: 'Unblock' }).click();
  await messageWith(benPage, 'hello?').getByRole('button', { name: 'Retry' }).click();
  await expect(messageWith(annPage, 'hello?')).toBeVisible();
});

test('a link is safe to follow, and nothing else is a link', async ({ api, named, openAs }) => {
  const ann = await api.person(named('ann'));
  const ben = await api.person(named('ben'));
  const conversation = await api.direct(ann, ben);
  await api.send(ann, conversation, 'javascript:alert(1) <img src=x onerror=alert(2)> https://example.org/a?b=c.');
  const page = await openAs(ben, `/c/${conversation}`);
  const links = messageWith(page, 'javascript').getByRole('link');
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute('href', 'https://example.org/a?b=c');
  await expect(links).toHaveAttribute('rel', /noopener/);
  await expect(messageWith(page, '<img src=x')).toBeVisible();
});
