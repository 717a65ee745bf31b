import type { Strings } from '../languages.ts';

export const settings: Strings['settings'] = {};
