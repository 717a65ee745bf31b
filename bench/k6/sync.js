// A new device fetches everything page by page; later it returns with its position and catches up.
import { check } from 'k6';
import { Trend } from 'k6/metrics';
import { call, Connection, settings, signInAll } from './parley.js';

const kConversations = Number(__ENV.CONVERSATIONS || 10);
const everything = new Trend('new_device_ms', true);
const returning = new Trend('returning_device_ms', true);

export const options = {
  scenarios: {
    sync: { executor: 'constant-vus', vus: settings.users, duration: `${settings.seconds}s` },
  },
  setupTimeout: '10m',
  thresholds: { checks: ['rate==1'], new_device_ms: ['p(95)<1000'], returning_device_ms: ['p(95)<500'] },
};

// Each user gets that many groups, with a message in each.
export function setup() {
  const people = signInAll();
  for (const { token } of people) {
    for (let number = 0; number < kConversations; number += 1) {
      const { conversation } = call('POST', '/conversations', { body: { title: `k6 ${number}` }, token }).body;
      const message = { client_id: '1', body: 'hello' };
      const name = '/conversations/{conversation}/messages';
      call('POST', `/conversations/${conversation.id}/messages`, { body: message, token, name });
    }
  }
  return people;
}

export default async function (people) {
  const { token } = people[__VU - 1];
  const began = Date.now();
  const known = fetchEverything(token);
  everything.add(Date.now() - began);

  const returned = Date.now();
  const connection = new Connection();
  const { sync } = await connection.hello(token, known);
  returning.add(Date.now() - returned);
  check(sync, {
    'nothing is new to who knows everything': (page) =>
      page.changes.length + page.added.length + page.reset.length + page.gone.length === 0,
  });
  connection.close();
}

// Returns the client's position afterwards: the epoch, and each conversation's rev and read cursor.
function fetchEverything(token) {
  const conversations = {};
  let page = {};
  do {
    const body = { conversations: {}, ...(page.next && { next: page.next }) };
    page = call('POST', '/sync', { body, token }).body;
    for (const { conversation, read_seq } of page.added) {
      conversations[conversation.id] = { rev: conversation.rev, read_seq };
    }
  } while (page.next);
  check(conversations, { 'the sync brings every group': (all) => Object.keys(all).length >= kConversations });
  return { epoch: page.epoch, conversations };
}
