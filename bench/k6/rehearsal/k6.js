// The part of k6's modules that the scripts use, for Node. It shows that a script and the server understand each
// other, and measures nothing.
import { execFileSync } from 'node:child_process';

export const recorded = { checks: new Map(), metrics: new Map() };

export const { WebSocket } = globalThis;

export function fail(reason) {
  throw new Error(reason);
}

// A check has passed if it passed every time.
export function check(value, checks) {
  for (const [name, holds] of Object.entries(checks)) {
    recorded.checks.set(name, Boolean(holds(value)) && recorded.checks.get(name) !== false);
  }
}

class Metric {
  constructor(name) {
    recorded.metrics.set(name, this);
    this.count = 0;
  }

  add() {
    this.count += 1;
  }
}
export class Trend extends Metric {}
export class Counter extends Metric {}

// k6 blocks until a reply comes. Node can do that only for a child process.
function request(method, url, body, { headers }) {
  const output = execFileSync('curl', [
    '--silent', '--max-time', '10', '--request', method, '--write-out', '\n%{http_code}',
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(body ? ['--data-binary', '@-'] : []), url,
  ], { input: body ?? '', encoding: 'utf8' });
  const end = output.lastIndexOf('\n');
  const text = output.slice(0, end);
  return { status: Number(output.slice(end + 1)), body: text, json: () => JSON.parse(text) };
}

export default { request, expectedStatuses: () => {} };
