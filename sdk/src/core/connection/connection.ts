// Keeps a live connection to the server, and opens a new one when it is lost: a state machine around one WebSocket at a time.
// Each socket's handlers first check that the socket is still the current one, so a late event of an old socket does nothing.
import { adviceFor, reconnectDelay, retryAfter } from './backoff.ts';
import type { Clock } from '../../base/clock.ts';
import { ParleyError } from '../../base/errors.ts';
import { Observable } from '../../base/observable.ts';
import { watchSurroundings } from './surroundings.ts';
import type { HelloReply, HelloRequest, OperationName, Operations, Problem, ServerEvent } from '../../wire.ts';

/** The state of the connection. */
export type ConnectionState =
  | { status: 'signed_out' }
  | { status: 'connecting' }
  | { status: 'connected' }
  /** The connection was lost. The next attempt comes at `retryAt`, in milliseconds since 1970. */
  | { status: 'reconnecting'; retryAt: number }
  /** The device has no network, or the server refused this client for good. reconnectNow() tries again. */
  | { status: 'offline' };

export interface ConnectionOptions {
  /** The address of the live API, such as wss://chat.example.org/api/ws. */
  url: string;
  clock: Clock;
  WebSocket: typeof WebSocket;
  /** Resolves to an access token that is valid for a while; rejects if there is none. */
  token: () => Promise<string>;
  /** Resolves to a new access token, also if the current one has not expired. */
  renew: () => Promise<string>;
  /** Returns the milliseconds after which the token must be renewed. */
  renewIn: () => number;
  /** Returns what the client already has; hello sends it. */
  position: () => Omit<HelloRequest, 'token'>;
  /** Takes the reply to hello. If it rejects for another reason than a refusal by the server, the connection is closed. */
  onHello: (reply: HelloReply) => Promise<void>;
  onEvent: (event: ServerEvent) => void;
  /** Called when the server has ended the session. */
  onSignedOut: () => void;
}

// A request that waits for its answer.
interface Waiting {
  resolve: (result: unknown) => void;
  reject: (fault: ParleyError) => void;
  cancel: () => void;
}

const REQUEST_MS = 10_000;
const PROBE_MS = 5_000;
const NORMAL = 1000;
const LOST = 4999; // the client's own code for a connection that it closed itself

export class Connection {
  readonly state = new Observable<ConnectionState>({ status: 'signed_out' });
  readonly #options: ConnectionOptions;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | undefined;
  #isWanted = false;
  #generation = 0;
  #attempt = 0;
  #nextId = 0;
  #lastHeard = 0;
  #silenceMs = 60_000;
  #cancelTimer = () => {};
  #cancelWatch = () => {};
  #cancelRenewal = () => {};
  #leaveSurroundings = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Whether requests can be sent: the server has answered hello. */
  get isConnected(): boolean {
    return this.state.get().status === 'connected';
  }

  /** Connects, and reconnects until stop(). Does nothing if it runs already. */
  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#attempt = 0;
    this.#leaveSurroundings = watchSurroundings({
      onOnline: () => this.reconnectNow(),
      onOffline: () => this.#drop({ status: 'offline' }),
      onReturn: () => this.#probe(),
    });
    void this.#connect();
  }

  /** Closes the connection and opens no new one. Requests without an answer reject with `network`. */
  stop(): void {
    this.#isWanted = false;
    this.#leaveSurroundings();
    this.#drop({ status: 'signed_out' });
  }

  /** Tries to connect at once. Does nothing while connected or connecting, or after stop(). */
  reconnectNow(): void {
    const { status } = this.state.get();
    if (!this.#isWanted || status === 'connected' || status === 'connecting') return;
    this.#attempt = 0;
    this.#cancelTimer();
    void this.#connect();
  }

  /** Closes the live connection and opens a new one, whose hello brings everything that was missed. */
  restart(): void {
    if (this.#socket) this.#lose(LOST, '');
  }

  /**
   * Sends a request and resolves to its result. Rejects with the server's ParleyError, with `offline` if there is no
   * connection, `network` if it is lost before the answer, and `timeout`.
   */
  request<O extends OperationName>(name: O, params: Operations[O]['params'], timeoutMs = REQUEST_MS): Promise<Operations[O]['result']> {
    if (!this.isConnected) return Promise.reject(new ParleyError('offline', 'There is no connection.'));
    return this.#ask(name, params, timeoutMs);
  }

  /** Resolves when there is a connection. Rejects with `offline` after `timeoutMs`, and at once if no user is signed in. */
  ready(timeoutMs = REQUEST_MS): Promise<void> {
    if (this.isConnected) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = () => {
        cancel();
        unsubscribe();
      };
      const fail = () => {
        end();
        reject(new ParleyError('offline', 'There is no connection.'));
      };
      const cancel = this.#options.clock.after(timeoutMs, fail);
      const unsubscribe = this.state.subscribe(() => {
        const { status } = this.state.get();
        if (status === 'signed_out') fail();
        if (status !== 'connected') return;
        end();
        resolve();
      });
      if (!this.#isWanted) fail();
    });
  }

  #ask<O extends OperationName>(op: O, params: Operations[O]['params'], timeoutMs: number): Promise<Operations[O]['result']> {
    return new Promise((resolve, reject) => this.#sendRequest(op, params, timeoutMs, resolve, reject));
  }

  // Takes callbacks, because a promise would resolve too late: one read can bring the reply and an event after it, and the reply
  // must be handled before the event.
  #sendRequest<O extends OperationName>(
    op: O,
    params: Operations[O]['params'],
    timeoutMs: number,
    resolve: (result: Operations[O]['result']) => void,
    reject: (fault: ParleyError) => void,
  ): void {
    const id = ++this.#nextId;
    const cancel = this.#options.clock.after(timeoutMs, () => {
      this.#waiting.delete(id);
      reject(new ParleyError('timeout', 'No answer in time.'));
    });
    this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, cancel });
    this.#socket?.send(JSON.stringify({ id, op, params }));
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    const isCurrent = () => this.#isWanted && generation === this.#generation;
    this.state.set({ status: 'connecting' });
    let token: string;
    try {
      token = await this.#options.token();
    } catch (fault) {
      if (isCurrent()) this.#retry(ParleyError.of(fault).retryAfterMs);
      return;
    }
    if (!isCurrent()) return;
    const socket = new this.#options.WebSocket(this.#options.url, 'parley.v1');
    this.#socket = socket;
    this.#cancelTimer = this.#options.clock.after(REQUEST_MS, () => this.#lose(LOST, ''));
    // The close that follows says what went wrong. The package ws ends the program if nobody listens for errors.
    socket.onerror = () => {};
    socket.onopen = () => this.#sayHello(socket, token);
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#receive(String(data));
    };
    socket.onclose = ({ code, reason }) => {
      if (this.#socket === socket) this.#lose(code, reason);
    };
  }

  #sayHello(socket: WebSocket, token: string): void {
    // After a refusal the server closes the connection, and the close code says what to do.
    const fail = (fault: ParleyError) => {
      const isRefused = fault.status > 0 && fault.status < 500;
      if (this.#socket === socket && !isRefused) this.#lose(LOST, '');
    };
    const welcome = (reply: HelloReply) => {
      this.#cancelTimer();
      this.#attempt = 0;
      this.#silenceMs = reply.heartbeat_ms * 2 + PROBE_MS;
      this.state.set({ status: 'connected' });
      this.#watchSilence();
      this.#renewInTime();
      this.#options.onHello(reply).catch((fault: unknown) => fail(ParleyError.of(fault)));
    };
    this.#sendRequest('hello', { ...this.#options.position(), token }, REQUEST_MS, welcome, fail);
  }

  #receive(text: string): void {
    this.#lastHeard = this.#options.clock.now();
    const message = JSON.parse(text) as { id?: number; result?: unknown; error?: Partial<Problem>; event?: string };
    if (message.event !== undefined) {
      this.#options.onEvent(message as ServerEvent);
      return;
    }
    const waiting = this.#waiting.get(message.id ?? -1);
    if (!waiting) return;
    this.#waiting.delete(message.id ?? -1);
    waiting.cancel();
    if (message.error) waiting.reject(ParleyError.from(message.error));
    else waiting.resolve(message.result);
  }

  // After two heartbeats of silence the connection is dead, whatever the socket says.
  #watchSilence(): void {
    this.#lastHeard = this.#options.clock.now();
    const look = () => {
      const silent = this.#options.clock.now() - this.#lastHeard;
      if (silent >= this.#silenceMs) this.#lose(LOST, '');
      else this.#cancelWatch = this.#options.clock.after(this.#silenceMs - silent, look);
    };
    this.#cancelWatch = this.#options.clock.after(this.#silenceMs, look);
  }

  // Runs when the device has slept or the web page is visible again. A small request shows whether the connection still works.
  #probe(): void {
    if (!this.isConnected) {
      this.reconnectNow();
      return;
    }
    const socket = this.#socket;
    this.#ask('me.get', {}, PROBE_MS).catch((fault: unknown) => {
      const isDead = fault instanceof ParleyError && fault.code === 'timeout';
      if (isDead && this.#socket === socket) this.#lose(LOST, '');
    });
  }

  #renewInTime(): void {
    this.#cancelRenewal = this.#options.clock.after(this.#options.renewIn(), () => {
      void this.#options
        .renew()
        .then((token) => this.request('auth.refresh', { token }))
        .then(() => this.#renewInTime())
        .catch(() => undefined); // The server then closes with 4401, and a new connection is opened.
    });
  }

  #lose(code: number, reason: string): void {
    this.#closeSocket();
    if (!this.#isWanted) return;
    switch (adviceFor(code)) {
      case 'sign_out':
        this.#isWanted = false;
        this.state.set({ status: 'signed_out' });
        this.#options.onSignedOut();
        return;
      case 'stop':
        this.state.set({ status: 'offline' });
        return;
      case 'refresh':
        this.#options.renew().then(
          () => this.#retry(),
          () => this.#retry(),
        );
        return;
      case 'retry':
        this.#retry(retryAfter(reason));
    }
  }

  #retry(retryAfterMs = 0): void {
    if (!this.#isWanted) return;
    const { clock } = this.#options;
    const delay = reconnectDelay(this.#attempt++, () => clock.random(), retryAfterMs);
    // A browser that reports no network can be wrong, for example if the server runs on the same device. So it tries anyway.
    const isOffline = typeof navigator !== 'undefined' && navigator.onLine === false;
    this.state.set(isOffline ? { status: 'offline' } : { status: 'reconnecting', retryAt: clock.now() + delay });
    this.#cancelTimer = clock.after(delay, () => void this.#connect());
  }

  #drop(state: ConnectionState): void {
    this.#generation += 1;
    this.#closeSocket();
    this.state.set(state);
  }

  #closeSocket(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#cancelTimer();
    this.#cancelWatch();
    this.#cancelRenewal();
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      if (socket.readyState <= socket.OPEN) socket.close(NORMAL);
    }
    for (const { reject, cancel } of this.#waiting.values()) {
      cancel();
      reject(new ParleyError('network', 'The connection was lost.'));
    }
    this.#waiting.clear();
  }
}
