// Fills in what differs between a browser, Node and React Native.
import { systemClock, type Clock } from '../base/clock.ts';
import { defaultStorage, type Storage } from '../base/storage.ts';

export interface ClientOptions {
  /** The server's address, as in https://chat.example.org. A page that the server itself serves leaves it out. */
  url?: string;
  /** The program's name and version for the server, as in web/1.2. */
  client?: string;
  /** The place for what survives a reload. By default IndexedDB if there is one, else memory. */
  storage?: Storage;
  /** Whether the refresh token stays in an HttpOnly cookie. By default only in a page of the server's own origin. */
  cookie?: boolean;
  /** Node before 22 has no WebSocket: pass for example the one of the package ws. */
  WebSocket?: typeof WebSocket;
  fetch?: typeof fetch;
  clock?: Clock;
}

/** The options with every default filled in, and the address of the live API. */
export type Platform = Required<Omit<ClientOptions, 'client' | 'fetch'>> & Pick<ClientOptions, 'fetch' | 'client'> & { socketUrl: string };

/** Fills in the defaults. Throws an Error if the platform has no WebSocket, or has no page and no `url` is given. */
export function platformOf(options: ClientOptions): Platform {
  const url = (options.url ?? '').replace(/\/+$/, '');
  const isPage = typeof document !== 'undefined';
  const Socket = options.WebSocket ?? (typeof WebSocket === 'undefined' ? undefined : WebSocket);
  if (!Socket) throw new Error('This platform has no WebSocket: pass one to createClient.');
  if (url === '' && !isPage) throw new Error('Outside of a page the client has to be told the url of its server.');
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
