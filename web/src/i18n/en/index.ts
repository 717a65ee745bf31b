// English: the language that the others are measured by. One file an area, as the folders of src.
import { account } from './account.ts';
import { app } from './app.ts';
import { composer } from './composer.ts';
import { conversations } from './conversations.ts';
import { details } from './details.ts';
import { settings } from './settings.ts';
import { thread } from './thread.ts';

export const en = { app, account, settings, conversations, thread, composer, details };
