import type { Strings } from '../en/index.ts';

export const settings: Strings['settings'] = {
  title: 'Einstellungen',
  signOut: 'Abmelden',
  signOutHint: 'Was von Gesprächen auf diesem Gerät liegt, wird von ihm entfernt.',
  pages: {
    profile: 'Profil',
    password: 'Passwort',
    sessions: 'Sitzungen',
    'sign-ins': 'Letzte Anmeldungen',
    appearance: 'Aussehen',
    notifications: 'Benachrichtigungen',
    blocked: 'Blockierte',
  },
  appearance: {
    theme: 'Farben',
    system: 'Wie das System',
    light: 'Hell',
    dark: 'Dunkel',
    density: 'Abstände',
    comfortable: 'Bequem',
    compact: 'Eng',
    language: 'Sprache',
  },
};
