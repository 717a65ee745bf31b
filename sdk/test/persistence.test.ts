import { expect, test } from 'vitest';
import { memoryStorage } from '../src/index.ts';
import { Persistence } from '../src/core/store/persistence.ts';
import { withConversation } from '../src/core/store/reduce.ts';
import { conversationState } from '../src/core/store/state.ts';
import { Store } from '../src/core/store/store.ts';
import { ManualClock, settle } from './support/clock.ts';

const AT = '2026-01-01T00:00:00.000Z';

function conversation(id: string) {
  return conversationState({
    conversation: { id, kind: 'group', title: id, label: '', shares_history: true, created_at: AT, last_seq: 0, rev: 1, meta_rev: 1, member_count: 1 },
    role: 'member',
    read_seq: 0,
    unread: 0,
    members: [],
    settings: { pinned: false, archived: false, notify: 'all' },
  });
}

async function started() {
  const clock = new ManualClock();
  const storage = memoryStorage();
  const store = new Store();
  const persistence = new Persistence({ store, storage, clock });
  await persistence.start('ana');
  const enter = (id: string) => store.change((state) => withConversation(state, conversation(id)));
  const saved = async () => (await storage.list('conversation/')).map(([key]) => key);
  return { clock, enter, saved };
}

test('the first change is saved at once, so that a reload soon after it finds the conversations', async () => {
  const { clock, enter, saved } = await started();
  enter('a');
  enter('b');
  await clock.pass(0);
  await settle();
  expect(await saved()).toEqual(['conversation/a', 'conversation/b']);
});

test('many changes are saved together, half a second after the last save', async () => {
  const { clock, enter, saved } = await started();
  enter('a');
  await clock.pass(100);
  enter('b');
  await clock.pass(399);
  enter('c');
  expect(await saved()).toEqual(['conversation/a']);
  await clock.pass(1);
  await settle();
  expect(await saved()).toEqual(['conversation/a', 'conversation/b', 'conversation/c']);
});
