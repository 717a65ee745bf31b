import type { Strings } from '../languages.ts';

export const details: Strings['details'] = {};
