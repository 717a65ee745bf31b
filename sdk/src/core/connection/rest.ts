// Calls the server's operations over REST: one operation, one request.
import { ParleyError } from '../../base/errors.ts';
import { ROUTES, type OperationName, type Operations, type Problem } from '../../wire.ts';

export interface RestOptions {
  /** The server's address, such as https://chat.example.org; empty for the server from which the web page comes. */
  url: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;

export class Rest {
  readonly #options: RestOptions;

  constructor(options: RestOptions) {
    this.#options = options;
  }

  /**
   * Calls an operation, with an access token if one is given, and resolves to its result. Rejects with a ParleyError: the
   * server's, `network` or `timeout`, and `offline` for an operation that has no REST route.
   */
  async call<O extends OperationName>(name: O, params: Operations[O]['params'], token?: string): Promise<Operations[O]['result']> {
    const route = ROUTES[name];
    if (!route) throw new ParleyError('offline', `${name} needs a live connection.`);
    const { method, path, rest } = fillRoute(route, params as Record<string, unknown>);
    const hasBody = method !== 'GET' && method !== 'DELETE';
    return (await this.#send(method, hasBody ? path : path + query(rest), hasBody ? rest : undefined, token)) as Operations[O]['result'];
  }

  async #send(method: string, path: string, body: unknown, token: string | undefined): Promise<unknown> {
    let reply: Response;
    try {
      reply = await (this.#options.fetch ?? fetch)(`${this.#options.url}/api${path}`, {
        method,
        // The browser finishes the request even if the user leaves the page. A refresh whose reply is lost would end the session.
        keepalive: method !== 'GET',
        credentials: 'same-origin',
        signal: AbortSignal.timeout(this.#options.timeoutMs ?? TIMEOUT_MS),
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (fault) {
      const isLate = fault instanceof DOMException && fault.name === 'TimeoutError';
      throw new ParleyError(isLate ? 'timeout' : 'network', isLate ? 'No answer in time.' : 'The server cannot be reached.');
    }
    const text = await reply.text().catch(() => '');
    const value = parse(text);
    if (reply.ok) return value ?? {};
    throw ParleyError.from({ status: reply.status, ...(value as Partial<Problem> | undefined) });
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined; // for example a proxy's error page
  }
}

// Splits a route such as `GET /users/{user}` and puts the parameters that its path names into the path.
function fillRoute(route: string, params: Record<string, unknown>) {
  const [method = 'GET', pattern = ''] = route.split(' ');
  const rest = { ...params };
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  return { method, path, rest };
}

function query(params: Record<string, unknown>): string {
  const pairs = Object.entries(params).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return '';
  return '?' + new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
}
