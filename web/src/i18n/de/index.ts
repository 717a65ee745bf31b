import type { Strings } from '../en/index.ts';
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

export const de: Strings = { app, sign_in, accounts, conversations, messages, receipts, presence, typing, search, notifications, emoji, settings, errors };
