import type { Strings } from '../en/index.ts';
import { pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('de');

export const sign_in: Strings['sign_in'] = {
  changePassword: {
    current: 'Jetziges Passwort',
    next: 'Neues Passwort',
    change: 'Passwort ändern',
    changed: 'Passwort geändert. Alle anderen Sitzungen sind beendet.',
    hint: 'Mit der Änderung wirst du überall sonst abgemeldet.',
  },
  reset: {
    title: 'Ein neues Passwort setzen',
    hint: 'Damit wirst du überall abgemeldet.',
    set: 'Passwort setzen',
    done: 'Dein Passwort ist gesetzt. Melde dich jetzt damit an.',
    useless: 'Dieser Link wurde schon benutzt oder ist abgelaufen. Bitte, wer den Server betreibt, um einen neuen.',
  },
  sessions: {
    about: 'Wo du angemeldet bist. Beende, was du nicht kennst, und ändere dann dein Passwort.',
    current: 'Dieses Gerät',
    device: (browser, system) => `${browser} auf ${system}`,
    unknown: 'Unbekanntes Programm',
    seen: (when) => `Zuletzt aktiv: ${when}`,
    since: (when) => `angemeldet: ${when}`,
    end: 'Sitzung beenden',
    endNamed: (device) => `Sitzung beenden: ${device}`,
    endOthers: 'Alle anderen Sitzungen beenden',
    ended: (count) => plural(count, { one: 'Sitzung beendet.', other: '# Sitzungen beendet.' }),
    only: 'Du bist nur auf diesem Gerät angemeldet.',
    failed: 'Deine Sitzungen konnten nicht geladen werden',
  },
  signIn: 'Anmelden',
  signInTitle: 'Willkommen zurück',
  register: 'Konto anlegen',
  registerTitle: 'Dein Konto anlegen',
  username: 'Benutzername',
  usernameHint: 'Buchstaben, Ziffern, Punkt, Unterstrich und Bindestrich.',
  displayName: 'Dein Name',
  displayNameHint: 'Den sehen andere. Bleibt er leer, sehen sie den Benutzernamen.',
  password: 'Passwort',
  passwordHint: 'Mindestens 8 Zeichen. Ein kurzer Satz ist gut.',
  showPassword: 'Zeigen',
  hidePassword: 'Verbergen',
  noAccount: 'Neu hier?',
  hasAccount: 'Schon ein Konto?',
  closed: 'Dieser Server nimmt keine neuen Konten an. Frag, wer ihn betreibt.',
  signedOut: 'Du wurdest abgemeldet.',
  sessionEnded: 'Diese Sitzung wurde beendet. Melde dich neu an.',
};
