// A live connection that is made again whenever it is lost: a state machine around one WebSocket at a time.
import { adviceFor, reconnectDelay, retryAfter } from './backoff.ts';
import type { Clock } from './clock.ts';
import { ParleyError } from './errors.ts';
import { Observable } from './observable.ts';
import { watchSurroundings } from './surroundings.ts';
import type { HelloReply, HelloRequest, OperationName, Operations, Problem, ServerEvent } from './wire.ts';

export type ConnectionState =
  | { status: 'signed_out' }
  | { status: 'connecting' }
  | { status: 'connected' }
  // Lost; the next attempt is at `retryAt`.
  | { status: 'reconnecting'; retryAt: number }
  // The machine has no network, or the server has told this client not to come back by itself (then reconnectNow()).
  | { status: 'offline' };

export interface ConnectionOptions {
  url: string;
  clock: Clock;
  WebSocket: typeof WebSocket;
  token: () => Promise<string>;
  renew: () => Promise<string>;
  renewIn: () => number;
  // Where the client stands, when it says hello.
  position: () => Omit<HelloRequest, 'token'>;
  onHello: (reply: HelloReply) => Promise<void>;
  onEvent: (event: ServerEvent) => void;
  onSignedOut: () => void;
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (fault: ParleyError) => void;
  cancel: () => void;
}

const REQUEST_MS = 10_000;
const PROBE_MS = 5_000;
const NORMAL = 1000;
const LOST = 4999; // of this client's own: it gave the connection up

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

  get isConnected(): boolean {
    return this.state.get().status === 'connected';
  }

  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#attempt = 0;
    this.#leaveSurroundings = watchSurroundings({
      onOnline: () => this.reconnectNow(),
      onOffline: () => this.#drop({ status: 'offline' }),
      onReturn: () => this.#check(),
    });
    void this.#connect();
  }

  stop(): void {
    this.#isWanted = false;
    this.#leaveSurroundings();
    this.#drop({ status: 'signed_out' });
  }

  // Does not wait for the next attempt.
  reconnectNow(): void {
    const { status } = this.state.get();
    if (!this.#isWanted || status === 'connected' || status === 'connecting') return;
    this.#attempt = 0;
    this.#cancelTimer();
    void this.#connect();
  }

  // Gives the live connection up and makes a new one, which brings everything that was missed.
  restart(): void {
    if (this.#socket) this.#lose(LOST, '');
  }

  request<O extends OperationName>(name: O, params: Operations[O]['params'], timeoutMs = REQUEST_MS): Promise<Operations[O]['result']> {
    if (!this.isConnected) return Promise.reject(new ParleyError('offline', 'There is no connection.'));
    return this.#ask(name, params, timeoutMs);
  }

  // Once there is a connection; fails where none comes about in time.
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
    return new Promise((resolve, reject) => this.#say(op, params, timeoutMs, resolve, reject));
  }

  // The reply is handed on before anything that was said after it: an event may come in the same moment.
  #say<O extends OperationName>(
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
    // What went wrong is told by the close that follows; ws ends the program where nobody listens.
    socket.onerror = () => {};
    socket.onopen = () => this.#greet(socket, token);
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#hear(String(data));
    };
    socket.onclose = ({ code, reason }) => {
      if (this.#socket === socket) this.#lose(code, reason);
    };
  }

  #greet(socket: WebSocket, token: string): void {
    // A refusal is followed by a close whose code says what to do.
    const fail = (fault: ParleyError) => {
      const isRefused = fault.status > 0 && fault.status < 500;
      if (this.#socket === socket && !isRefused) this.#lose(LOST, '');
    };
    const welcome = (reply: HelloReply) => {
      this.#cancelTimer();
      this.#attempt = 0;
      this.#silenceMs = reply.heartbeat_ms * 2 + PROBE_MS;
      this.state.set({ status: 'connected' });
      this.#watch();
      this.#renewInTime();
      this.#options.onHello(reply).catch((fault: unknown) => fail(ParleyError.of(fault)));
    };
    this.#say('hello', { ...this.#options.position(), token }, REQUEST_MS, welcome, fail);
  }

  #hear(text: string): void {
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

  // Silence for longer than two heartbeats means that the connection is dead, whatever the socket believes.
  #watch(): void {
    this.#lastHeard = this.#options.clock.now();
    const look = () => {
      const silent = this.#options.clock.now() - this.#lastHeard;
      if (silent >= this.#silenceMs) this.#lose(LOST, '');
      else this.#cancelWatch = this.#options.clock.after(this.#silenceMs - silent, look);
    };
    this.#cancelWatch = this.#options.clock.after(this.#silenceMs, look);
  }

  // After sleep, or when somebody looks at the page again: is the connection what it claims to be?
  #check(): void {
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
        .catch(() => undefined); // the server closes with 4401, and the connection is made anew
    });
  }

  #lose(code: number, reason: string): void {
    this.#discard();
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
    // A browser that believes to be without a network may be wrong, about a server on the same machine say: it is tried
    // all the same.
    const isOffline = typeof navigator !== 'undefined' && navigator.onLine === false;
    this.state.set(isOffline ? { status: 'offline' } : { status: 'reconnecting', retryAt: clock.now() + delay });
    this.#cancelTimer = clock.after(delay, () => void this.#connect());
  }

  #drop(state: ConnectionState): void {
    this.#generation += 1;
    this.#discard();
    this.state.set(state);
  }

  #discard(): void {
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
