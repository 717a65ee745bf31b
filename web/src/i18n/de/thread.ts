import type { Strings } from '../languages.ts';

export const thread: Strings['thread'] = {};
