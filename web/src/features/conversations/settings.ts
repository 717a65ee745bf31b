import type { NotifyLevel } from '@parley/client';

// A change of the settings that every member has for a conversation.
export interface SettingsChange {
  muted_until?: string | null;
  pinned?: boolean;
  archived?: boolean;
  notify?: NotifyLevel;
}

// The server's value for a conversation that is muted until the user unmutes it.
export const FOREVER = '9999-12-31T00:00:00.000Z';
