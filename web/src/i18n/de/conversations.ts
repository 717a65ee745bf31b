import type { Strings } from '../languages.ts';

export const conversations: Strings['conversations'] = {};
