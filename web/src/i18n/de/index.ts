import type { Strings } from '../en/index.ts';
import { account } from './account.ts';
import { app } from './app.ts';
import { composer } from './composer.ts';
import { conversations } from './conversations.ts';
import { details } from './details.ts';
import { settings } from './settings.ts';
import { thread } from './thread.ts';

export const de: Strings = { app, account, settings, conversations, thread, composer, details };
