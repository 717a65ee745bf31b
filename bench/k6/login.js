// Users sign in with their passwords and read their profile. Most of the time is the server's work to hash a password,
// which is meant to be slow (auth.bcrypt_cost).
import { check } from 'k6';
import { call, logIn, register, settings } from './parley.js';

export const options = {
  scenarios: {
    login: { executor: 'constant-vus', vus: settings.users, duration: `${settings.seconds}s` },
  },
  setupTimeout: '10m',
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate<0.01'],
    'http_req_duration{name:POST /login}': ['p(95)<3000'],
    'http_req_duration{name:GET /me}': ['p(95)<100'],
  },
};

export function setup() {
  for (let number = 1; number <= settings.users; number += 1) register(number);
}

export default function () {
  const { access_token: token, user } = logIn(__VU);
  const me = call('GET', '/me', { token }).body;
  check(me, { 'the token is of who signed in': ({ id }) => id === user.id });
}
