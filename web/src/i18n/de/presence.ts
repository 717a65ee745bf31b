import type { Strings } from '../en/index.ts';

export const presence: Strings['presence'] = {
  online: 'Online',
  away: 'Abwesend',
  dnd: 'Nicht stören',
  offline: 'Offline',
  lastSeen: (when) => `Zuletzt gesehen ${when}`,
};
