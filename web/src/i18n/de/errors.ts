import type { Strings } from '../en/index.ts';

export const errors: Strings['errors'] = {
  badCredentials: 'Benutzername oder Passwort stimmt nicht.',
  usernameTaken: 'Diesen Namen hat schon jemand. Versuch einen anderen.',
  usernameShape: '2 bis 32 Buchstaben, Ziffern, Punkte, Unterstriche oder Bindestriche.',
  passwordShort: 'Mindestens 8 Zeichen.',
  passwordLong: 'Höchstens 256 Zeichen.',
  passwordNeeded: 'Gib dein jetziges Passwort ein.',
  passwordWrong: 'Das ist nicht dein Passwort.',
  displayNameShape: '1 bis 64 Zeichen.',
  emailShape: 'Das sieht nicht nach einer E-Mail-Adresse aus.',
  tooMany: (seconds) =>
    seconds > 1
      ? `Zu viele Versuche. Warte ${seconds} Sekunden und versuch es noch einmal.`
      : 'Zu viele Versuche. Warte einen Moment.',
  unreachable: 'Der Server ist nicht zu erreichen. Prüf deine Verbindung.',
  unavailable: 'Der Server ist ausgelastet. Versuch es gleich noch einmal.',
  blocked: 'Diese Person ist für dich nicht erreichbar.',
  consentNeeded: 'Diese Person entscheidet zuerst. Eine Einladung ist unterwegs.',
  forbidden: 'Das darfst du nicht.',
  gone: 'Das gibt es nicht mehr.',
  other: 'Das hat nicht geklappt. Versuch es noch einmal.',
};
