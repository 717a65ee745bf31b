// Whatever happens in whatever order, a client that applies events and syncs ends where one ends that reads everything afresh.
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

test('the store equals a fresh read under any interleaving', { timeout: 240_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), check), {
    numRuns: RUNS,
    interruptAfterTimeLimit: 120_000,
    endOnFailure: true,
    ...(SEED !== undefined && { seed: Number(SEED) }),
  });
});

async function check(steps: Step[]): Promise<void> {
  const proxy = await Proxy.start(server().url);
  const storage = memoryStorage();
  // The first one is watched: through a connection that is cut, with a window that moves.
  const ana = await join(proxy.url, { storage });
  const [ben, eva, max] = await Promise.all([join(server().url), join(server().url), join(server().url)]);
  const clients = [ana, ben, eva] as const;
  const id = await ben.createGroup({ title: 'All', shares_history: true, members: [me(ana).id, me(eva).id] });
  await Promise.all(clients.map((client) => until(client.conversation(id), (row) => row !== undefined)));
  watch(ana.messages(id));
  watch(ana.members(id));
  try {
    const work: Promise<unknown>[] = [];
    for (const [index, one] of steps.entries()) {
      work.push(take(one, index).catch(() => undefined)); // refusals are part of it
      if (index % 3 === 0) await Promise.race([work.at(-1), new Promise((resolve) => setImmediate(resolve))]);
    }
    proxy.up();
    ana.reconnectNow();
    await Promise.all(work);
    await compare();
  } finally {
    await Promise.all([...clients, max].map((client) => client.close()));
    await proxy.close();
  }

  async function take(one: Step, index: number): Promise<unknown> {
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
        return ben.call('member.add', { conversation: id, user: me(max).id });
      case 'leave':
        return max.call('conversation.leave', { conversation: id });
    }
  }

  async function compare(): Promise<void> {
    await connected(ana);
    for (const client of clients) await until(client.connection, ({ queued }) => queued === 0);
    for (const { client_id, state } of ana.messages(id).get().messages) {
      if (state === 'failed') ana.discard(id, client_id); // an answer to what never came
    }
    // Another device of the same person, which has seen nothing of all this.
    const fresh = newClient({ url: server().url });
    await fresh.signIn({ username: me(ana).username, password: 'correct horse' });
    await connected(fresh);
    const shown = watch(fresh.messages(id));
    await until(shown, ({ status }) => status === 'ready');
    while (shown.get().hasOlder) await fresh.loadOlder(id);
    watch(fresh.members(id));
    await ana.showLatest(id);
    while (ana.messages(id).get().hasOlder) await ana.loadOlder(id);
    const settled = JSON.stringify(stateOf(fresh));
    await until(ana.messages(id), () => JSON.stringify(stateOf(ana)) === settled, 3_000).catch(() => undefined);
    await until(ana.conversations, () => JSON.stringify(stateOf(ana)) === settled, 2_000).catch(() => undefined);
    expect(stateOf(ana)).toEqual(stateOf(fresh));
    await fresh.close();
  }

  function stateOf(client: Client) {
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
}
