// The English catalogue: a file for each feature, and app, settings and errors. Every other language must have its
// shape.
import { accounts } from './accounts.ts';
import { app } from './app.ts';
import { conversations } from './conversations.ts';
import { emoji } from './emoji.ts';
import { errors } from './errors.ts';
import { messages } from './messages.ts';
import { notifications } from './notifications.ts';
import { presence } from './presence.ts';
import { receipts } from './receipts.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { sign_in } from './sign_in.ts';
import { typing } from './typing.ts';

export const en = { app, sign_in, accounts, conversations, messages, receipts, presence, typing, search, notifications, emoji, settings, errors };

// A translation may change the text of a string or what a function returns, and nothing else.
type Shape<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : { readonly [K in keyof T]: Shape<T[K]> };

export type Strings = Shape<typeof en>;
