export const presence = {
  online: 'Online',
  away: 'Away',
  dnd: 'Do not disturb',
  offline: 'Offline',
  lastSeen: (when: string) => `Last seen ${when}`,
};
