// Tests with random steps in random order that a client that applies events and syncs has the same state in the end as a client
// that reads everything from the server.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryStorage, type Client } from '../src/index.ts';
import { connected, join, me, newClient, until, useServer, watch } from './support/parley.ts';
import { Proxy } from './support/proxy.ts';

const server = useServer();
const RUNS = Number(process.env.SDK_PROPERTY_RUNS ?? 8);
const SEED = process.env.SDK_PROPERTY_SEED;

type Step =
  | { do: 'send'; who: number; answers: number }
  | { do: 'edit' | 'delete' | 'react' | 'pin' | 'read'; who: number; seq: number }
  | { do: 'cut' | 'down' | 'up' | 'older' | 'jump' | 'latest' | 'invite' | 'leave' | 'mention' };

const who = fc.nat(2);
const seq = fc.integer({ min: 1, max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), who, answers: fc.nat(20) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('edit', 'delete', 'react', 'pin', 'read'), who, seq }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('cut', 'down', 'up', 'older', 'jump', 'latest', 'invite', 'leave', 'mention') }),
  },
);

test('the store equals a new read from the server, in whatever order things happen', { timeout: 240_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), check), {
    numRuns: RUNS,
    interruptAfterTimeLimit: 120_000,
    endOnFailure: true,
    ...(SEED !== undefined && { seed: Number(SEED) }),
  });
});

// The users, the conversation and the connection of one run.
interface Scene {
  proxy: Proxy;
  // The first client is compared: its connection is cut, and its window moves.
  ana: Client;
  ben: Client;
  eva: Client;
  // Joins and leaves the conversation.
  max: Client;
  id: string;
}

async function openScene(): Promise<Scene> {
  const proxy = await Proxy.start(server().url);
  const ana = await join(proxy.url, { storage: memoryStorage() });
  const [ben, eva, max] = await Promise.all([join(server().url), join(server().url), join(server().url)]);
  const id = await ben.createGroup({ title: 'All', shares_history: true, members: [me(ana).id, me(eva).id] });
  await Promise.all([ana, ben, eva].map((client) => until(client.conversation(id), (row) => row !== undefined)));
  watch(ana.messages(id));
  watch(ana.members(id));
  return { proxy, ana, ben, eva, max, id };
}

async function check(steps: Step[]): Promise<void> {
  const scene = await openScene();
  const { proxy, ana, ben, eva, max } = scene;
  try {
    const work: Promise<unknown>[] = [];
    for (const [index, one] of steps.entries()) {
      work.push(take(scene, one, index).catch(() => undefined)); // the server may refuse some of the steps
      if (index % 3 === 0) await Promise.race([work.at(-1), new Promise((resolve) => setImmediate(resolve))]);
    }
    proxy.up();
    ana.reconnectNow();
    await Promise.all(work);
    await compare(scene);
  } finally {
    await Promise.all([ana, ben, eva, max].map((client) => client.close()));
    await proxy.close();
  }
}

async function take({ proxy, ana, ben, eva, max, id }: Scene, one: Step, index: number): Promise<unknown> {
  const clients = [ana, ben, eva];
  switch (one.do) {
    case 'send':
      return clients[one.who]?.send(id, `text ${index}`, one.answers > 0 && one.answers < 5 ? { replyTo: one.answers } : {});
    case 'mention':
      return eva.send(id, `@${me(ana).username} see ${index}`);
    case 'edit':
      return clients[one.who]?.edit(id, one.seq, `edited ${index} @${me(ana).username}`);
    case 'delete':
      return clients[one.who]?.remove(id, one.seq);
    case 'react':
      return clients[one.who]?.react(id, one.seq, index % 2 ? '👍' : '🌿', index % 4 < 3);
    case 'pin':
      return ben.pin(id, one.seq, index % 3 > 0);
    case 'read':
      return clients[one.who]?.markRead(id, one.seq);
    case 'cut':
      proxy.cut();
      return ana.reconnectNow();
    case 'down':
      return proxy.down();
    case 'up':
      proxy.up();
      return ana.reconnectNow();
    case 'older':
      return ana.loadOlder(id);
    case 'jump':
      return ana.showAround(id, 3);
    case 'latest':
      return ana.showLatest(id);
    case 'invite':
      return admit(ben, max, id);
    case 'leave':
      return max.call('conversation.leave', { conversation: id });
  }
}

// A member who has left comes back by accepting an invitation.
async function admit(admin: Client, user: Client, id: string): Promise<void> {
  await admin.call('member.add', { conversation: id, user: me(user).id }).catch(() => undefined);
  const { invitations } = await user.call('invitation.list', {});
  for (const { id: invitation } of invitations) await user.acceptInvitation(invitation);
}

// Compares the first client with a new one that reads everything from the server.
async function compare({ ana, ben, eva, id }: Scene): Promise<void> {
  await connected(ana);
  for (const client of [ana, ben, eva]) await until(client.connection, ({ queued }) => queued === 0);
  for (const { client_id, state } of ana.messages(id).get().messages) {
    if (state === 'failed') ana.discard(id, client_id); // an answer to a message that was never sent
  }
  // Another device of the same user, which has received no events.
  const fresh = newClient({ url: server().url });
  await fresh.signIn({ username: me(ana).username, password: 'correct horse' });
  await connected(fresh);
  const shown = watch(fresh.messages(id));
  await until(shown, ({ status }) => status === 'ready');
  while (shown.get().hasOlder) await fresh.loadOlder(id);
  watch(fresh.members(id));
  await ana.showLatest(id);
  while (ana.messages(id).get().hasOlder) await ana.loadOlder(id);
  const settled = JSON.stringify(stateOf(fresh, id));
  await until(ana.messages(id), () => JSON.stringify(stateOf(ana, id)) === settled, 3_000).catch(() => undefined);
  await until(ana.conversations, () => JSON.stringify(stateOf(ana, id)) === settled, 2_000).catch(() => undefined);
  expect(stateOf(ana, id)).toEqual(stateOf(fresh, id));
  await fresh.close();
}

function stateOf(client: Client, id: string) {
  const row = client.conversation(id).get();
  return {
    conversation: row?.conversation,
    last: row?.last_message,
    read: row?.read_seq,
    unread: row?.unread,
    mentions: row?.mentions,
    messages: client.messages(id).get().messages,
    members: client.members(id).get(),
  };
}
