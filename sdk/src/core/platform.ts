// Fills in the options that differ between a browser, Node and React Native.
import { systemClock, type Clock } from '../base/clock.ts';
import { defaultStorage, type Storage } from '../base/storage.ts';

/** The options of createClient(). Each of them is optional. */
export interface ClientOptions {
  /** The server's address, such as https://chat.example.org. A web page from the server itself leaves it out. */
  url?: string;
  /** The program's name and version for the server's log, such as web/1.2. */
  client?: string;
  /** The place for what survives a reload. By default IndexedDB if there is one, else memory. */
  storage?: Storage;
  /** Whether the refresh token stays in an HttpOnly cookie. By default it does in a web page from the server itself only. */
  cookie?: boolean;
  /** Node before 22 has no WebSocket: pass for example the one of the package ws. */
  WebSocket?: typeof WebSocket;
  /** The function that sends REST requests; by default the platform's. */
  fetch?: typeof fetch;
  /** Passed by tests that control the time. */
  clock?: Clock;
}

/** The options with every default filled in, and the address of the live API. */
export type Platform = Required<Omit<ClientOptions, 'client' | 'fetch'>> & Pick<ClientOptions, 'fetch' | 'client'> & { socketUrl: string };

/** Fills in the defaults. Throws an Error if the platform has no WebSocket, or if it is no browser and `url` is missing. */
export function platformOf(options: ClientOptions): Platform {
  const url = (options.url ?? '').replace(/\/+$/, '');
  const isPage = typeof document !== 'undefined';
  const Socket = options.WebSocket ?? (typeof WebSocket === 'undefined' ? undefined : WebSocket);
  if (!Socket) throw new Error('This platform has no WebSocket: pass one to createClient().');
  if (url === '' && !isPage) throw new Error('Outside of a browser createClient() needs the url of the server.');
  const base = url === '' ? location.origin : url;
  return {
    ...options,
    url,
    socketUrl: `${base.replace(/^http/, 'ws')}/api/ws`,
    cookie: options.cookie ?? (isPage && new URL(base).origin === location.origin),
    storage: options.storage ?? defaultStorage('parley'),
    clock: options.clock ?? systemClock,
    WebSocket: Socket,
  };
}
