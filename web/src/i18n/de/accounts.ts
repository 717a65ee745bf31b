import type { Strings } from '../en/index.ts';

export const accounts: Strings['accounts'] = {
  profile: {
    name: 'Name',
    nameHint: 'Den sehen andere.',
    email: 'E-Mail-Adresse',
    emailHint: 'Die siehst nur du.',
    emailPasswordHint: 'Das braucht es, um die E-Mail-Adresse zu ändern.',
    username: (name) => `Andere können dich als @${name} erwähnen.`,
    privacy: 'Privatsphäre',
    privateReads: 'Unbemerkt lesen',
    privateReadsHint: 'Andere sehen, dass eine Nachricht ankam, aber nicht, ob du sie gelesen hast.',
    hidePresence: 'Nicht zeigen, ob ich da bin',
    hidePresenceHint: 'Für andere bist du immer offline.',
    reachable: 'Wer mich hinzufügen oder mir schreiben darf',
    reachableHint: 'Alle anderen schicken dir zuerst eine Einladung.',
    reachableBy: {
      everybody: 'Alle',
      shared: 'Wer ein Gespräch mit mir teilt',
      nobody: 'Niemand',
    },
  },
  blocked: {
    about: 'Von Blockierten erhältst du nichts, und sie erfahren nicht, wann du da bist.',
    none: 'Du hast niemanden blockiert',
    noneHint: 'Blockieren kannst du jemanden in den Einzelheiten eures Gesprächs.',
    unblock: 'Freigeben',
    unblockNamed: (name) => `${name} freigeben`,
    unblocked: (name) => `${name} kann dich wieder erreichen.`,
    failed: 'Die Liste konnte nicht geladen werden',
  },
  picker: {
    find: 'Leute nach Namen suchen',
    hint: 'Gib einen Namen ein. Eine Person ist ein Gespräch zu zweit, mehrere sind eine Gruppe.',
    nobody: 'Niemand heißt so',
    failed: 'Die Suche nach Leuten ging nicht',
    chosen: 'Ausgewählt',
    remove: (name) => `${name} weglassen`,
  },
};
