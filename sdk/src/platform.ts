// What differs between a browser, Node and React Native.
import { systemClock, type Clock } from './clock.ts';
import { defaultStorage, type Storage } from './storage.ts';

export interface ClientOptions {
  /** Of the server, as in https://chat.example.org. Left out by a page that the server itself serves. */
  url?: string;
  /** What the program calls itself to the server, as in web/1.2. */
  client?: string;
  /** Where to keep what survives a reload: IndexedDB where there is one, memory otherwise. */
  storage?: Storage;
  /** Whether the refresh token stays in an HttpOnly cookie: so by default for a page of the server's own. */
  cookie?: boolean;
  /** For Node before 22, which has none: that of the package ws, say. */
  WebSocket?: typeof WebSocket;
  fetch?: typeof fetch;
  clock?: Clock;
}

export type Platform = Required<Omit<ClientOptions, 'client' | 'fetch'>> & Pick<ClientOptions, 'fetch' | 'client'> & { socketUrl: string };

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
