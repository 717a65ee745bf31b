import type { Strings } from '../languages.ts';

export const composer: Strings['composer'] = {};
