// Users in rooms all send at a steady rate. Measures the time to the acknowledgement and to each delivery, and
// counts what should never be: revs that were skipped or came twice, connections that the server closed.
import { check } from 'k6';
import { Counter, Trend } from 'k6/metrics';
import { call, Connection, settings, signInAll } from './parley.js';

const kRoomSize = Number(__ENV.ROOM_SIZE || 10);
const kSendEverySeconds = Number(__ENV.SEND_EVERY_SECONDS || 5);
const kSettleMilliseconds = 2000;

const acknowledged = new Trend('acknowledgement_ms', true);
const delivered = new Trend('delivery_ms', true);
const misplaced = new Counter('revs_out_of_place');
const failed = new Counter('sends_failed');
const cut = new Counter('connections_cut');

export const options = {
  scenarios: {
    chat: {
      executor: 'per-vu-iterations', vus: settings.users, iterations: 1, maxDuration: `${settings.seconds + 60}s`,
    },
  },
  setupTimeout: '10m',
  thresholds: {
    checks: ['rate==1'],
    acknowledgement_ms: ['p(95)<100', 'p(99)<500'],
    delivery_ms: ['p(95)<100', 'p(99)<500'],
    revs_out_of_place: ['count==0'],
    sends_failed: ['count==0'],
    connections_cut: ['count==0'],
  },
};

// Returns the number of a user's room: the first ROOM_SIZE users are in the first room, and so on.
export function setup() {
  const people = signInAll();
  const rooms = [];
  for (let first = 0; first < people.length; first += kRoomSize) {
    const [creator, ...others] = people.slice(first, first + kRoomSize);
    const body = { title: `k6 ${first / kRoomSize}`, members: others.map(({ id }) => id) };
    rooms.push(call('POST', '/conversations', { body, token: creator.token }).body.conversation.id);
  }
  return people.map(({ token }, index) => ({ token, room: rooms[Math.floor(index / kRoomSize)] }));
}

export default async function (people) {
  const { token, room } = people[__VU - 1];
  let rev;
  let isLeaving = false;
  const onEvent = (event) => {
    if (event.conversation !== room || event.rev === undefined) return;
    if (event.rev !== rev + 1) misplaced.add(1);
    rev = event.rev;
    if (event.event === 'message.created') delivered.add(Date.now() - Number(event.data.body.split(' ')[0]));
  };
  const connection = new Connection({ onEvent, onClose: () => { if (!isLeaving) cut.add(1); } });
  const { sync } = await connection.hello(token);
  const own = sync.added.find(({ conversation }) => conversation.id === room);
  check(own, { 'the room is in the sync': (found) => found !== undefined });
  rev = own.conversation.rev;

  await sendUntilTheEnd(connection, room);
  await pause(kSettleMilliseconds);
  isLeaving = true;
  connection.close();
}

// Each user starts at another moment, so that the sends are spread over the interval.
async function sendUntilTheEnd(connection, room) {
  const end = Date.now() + 1000 * settings.seconds;
  await pause(1000 * kSendEverySeconds * Math.random());
  for (let count = 0; Date.now() < end; count += 1) {
    const began = Date.now();
    const body = `${began} ${'x'.repeat(86)}`;
    try {
      await connection.request('message.send', { conversation: room, client_id: `${__VU}-${began}-${count}`, body });
      acknowledged.add(Date.now() - began);
    } catch (error) {
      failed.add(1);
      console.error(String(error));
    }
    await pause(began + 1000 * kSendEverySeconds - Date.now());
  }
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, Math.max(0, milliseconds)); });
