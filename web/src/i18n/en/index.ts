// The English catalogue, one file an area of the client. Every other language must have its shape.
import { account } from './account.ts';
import { app } from './app.ts';
import { composer } from './composer.ts';
import { conversations } from './conversations.ts';
import { details } from './details.ts';
import { settings } from './settings.ts';
import { thread } from './thread.ts';

export const en = { app, account, settings, conversations, thread, composer, details };

// A translation may change the text of a string or what a function returns, and nothing else.
type Shape<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : { readonly [K in keyof T]: Shape<T[K]> };

export type Strings = Shape<typeof en>;
