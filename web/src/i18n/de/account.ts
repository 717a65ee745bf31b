import type { Strings } from '../languages.ts';

export const account: Strings['account'] = {};
