// The scripts share this: settings from the environment, requests over REST, and a connection that speaks parley.v1.
// docs/protocol.md has the protocol.
import http from 'k6/http';
import { fail } from 'k6';
import { WebSocket } from 'k6/websockets';

export const settings = {
  baseUrl: (__ENV.BASE_URL || 'http://127.0.0.1:8080').replace(/\/+$/, ''),
  users: Number(__ENV.USERS || 20),
  prefix: __ENV.USER_PREFIX || 'k6-',
  password: __ENV.PASSWORD || 'correct horse battery staple 9',
  devTokens: __ENV.DEV_TOKENS === 'true',
  seconds: Number(__ENV.DURATION_SECONDS || 60),
};

// Each virtual user is the same Parley user in every iteration. k6 counts virtual users from 1.
export const nameOf = (number) => `${settings.prefix}${number}`;

// Calls an operation and returns the reply's body. Ends the iteration when the status is not an expected one.
export function call(method, path, { body, token, statuses = [200, 201, 204], name = path } = {}) {
  const response = http.request(method, `${settings.baseUrl}/api${path}`, body ? JSON.stringify(body) : null, {
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    responseCallback: http.expectedStatuses(...statuses),
    tags: { name: `${method} ${name}` },
  });
  if (!statuses.includes(response.status)) fail(`${method} ${path}: ${response.status} ${response.body}`);
  return { status: response.status, body: response.body ? response.json() : undefined };
}

export function logIn(number) {
  return call('POST', '/login', { body: { username: nameOf(number), password: settings.password } }).body;
}

// Creates the account if it does not exist.
export function register(number) {
  const body = { username: nameOf(number), password: settings.password };
  return call('POST', '/register', { body, statuses: [201, 409] });
}

// Returns a user's id and access token, and creates the account if needed.
export function signIn(number) {
  if (settings.devTokens) return toPerson(call('POST', '/dev/token', { body: { username: nameOf(number) } }).body);
  const registered = register(number);
  return toPerson(registered.status === 201 ? registered.body : logIn(number));
}

// Returns all users, for setup(). k6 gives its result to every virtual user.
export const signInAll = () => Array.from({ length: settings.users }, (_, index) => signIn(index + 1));

const toPerson = (reply) => ({ id: reply.user.id, token: reply.access_token });

// A WebSocket whose requests return promises. `onEvent` gets every event, `onClose` gets the close code.
export class Connection {
  constructor({ onEvent = () => {}, onClose = () => {} } = {}) {
    this.waiting = new Map();
    this.lastId = 0;
    this.socket = new WebSocket(`${settings.baseUrl.replace(/^http/, 'ws')}/api/ws`, 'parley.v1');
    this.opened = new Promise((resolve, reject) => {
      this.socket.addEventListener('open', resolve);
      this.socket.addEventListener('error', (event) => reject(new Error(`connecting failed: ${event.error}`)));
    });
    this.socket.addEventListener('message', ({ data }) => this.take(JSON.parse(data), onEvent));
    this.socket.addEventListener('close', ({ code }) => onClose(code));
  }

  take(message, onEvent) {
    if (message.event) {
      onEvent(message);
      return;
    }
    const { resolve, reject } = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) reject(new Error(JSON.stringify(message.error)));
    else resolve(message.result);
  }

  request(op, params) {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, op, params }));
    });
  }

  // Returns the reply to hello. `known` is {epoch, conversations} of a returning client.
  async hello(token, known = {}) {
    await this.opened;
    return this.request('hello', { token, client: 'k6/1', ...known });
  }

  close() {
    this.socket.close();
  }
}
