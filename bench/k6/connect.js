// Users connect, say hello, stay for a moment and leave, again and again.
import { check } from 'k6';
import { Trend } from 'k6/metrics';
import { Connection, settings, signInAll } from './parley.js';

const kStayMilliseconds = 100;
const greeted = new Trend('hello_ms', true);

export const options = {
  scenarios: {
    connect: { executor: 'constant-vus', vus: settings.users, duration: `${settings.seconds}s` },
  },
  setupTimeout: '10m',
  thresholds: { checks: ['rate==1'], hello_ms: ['p(95)<500', 'p(99)<2000'] },
};

export const setup = signInAll;

export default async function (people) {
  const { token } = people[__VU - 1];
  const began = Date.now();
  const connection = new Connection();
  const reply = await connection.hello(token);
  greeted.add(Date.now() - began);
  check(reply, { 'hello brings a sync': ({ sync }) => sync.epoch !== undefined });
  await new Promise((resolve) => { setTimeout(resolve, kStayMilliseconds); });
  connection.close();
}
