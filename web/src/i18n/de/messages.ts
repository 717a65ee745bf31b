import type { Strings } from '../en/index.ts';
import { listIn, pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('de');
const list = listIn('de');

export const messages: Strings['messages'] = {
  pins: {
    none: 'Nichts angeheftet',
    noneHint: 'Hefte über das Menü einer Nachricht an, was alle wiederfinden sollen.',
  },
  versions: {
    none: 'Von dieser Nachricht gibt es keine früheren Fassungen',
    current: 'Aktuell',
  },
  composer: {
    label: (name) => `Nachricht an ${name}`,
    send: 'Senden',
    save: 'Änderung speichern',
    editing: 'Bearbeiten',
    replyingTo: (name) => `Antwort an ${name}`,
    offers: 'Vorschläge',
    everyone: 'Alle hier',
    charactersLeft: (count) =>
      count >= 0
        ? plural(count, { one: 'noch # Zeichen', other: 'noch # Zeichen' })
        : plural(-count, { one: '# Zeichen zu viel', other: '# Zeichen zu viel' }),
    keys: {
      send: 'Senden',
      newLine: 'Neue Zeile',
      editLast: 'Deine letzte Nachricht bearbeiten',
      mention: 'Jemanden erwähnen',
      emoji: 'Emoji beim Namen',
      cancel: 'Antwort oder Bearbeitung abbrechen',
    },
  },
  label: (name) => `Nachrichten mit ${name}`,
  you: 'Du',
  someone: 'Ehemaliges Mitglied',
  messageLabel: (name, body, when) => `${name}: ${body}. ${when}`,
  messageMenu: 'Nachricht',
  announce: (name, body) => `${name}: ${body}`,
  deleted: 'Nachricht gelöscht',
  hiddenMessages: (count) =>
    plural(count, { one: 'Nachricht von jemandem, den du blockiert hast', other: '# Nachrichten von Leuten, die du blockiert hast' }),
  showHidden: 'Zeigen',
  deletedBy: (name) => (name ? `Gelöscht von ${name}` : 'Nachricht gelöscht'),
  edited: 'bearbeitet',
  pinned: 'Angeheftet',
  couldNotSend: 'Nicht gesendet.',
  discard: 'Verwerfen',
  reply: 'Antworten',
  react: 'Reagieren',
  reactWith: (emoji) => `Mit ${emoji} reagieren`,
  reactedBy: (emoji, names, more) =>
    `${emoji} ${list(more > 0 ? [...names, plural(more, { one: '# andere Person', other: '# andere' })] : names)}`,
  more: 'Mehr',
  edit: 'Bearbeiten',
  copyText: 'Text kopieren',
  copyLink: 'Link kopieren',
  copied: 'Kopiert.',
  pin: 'Anheften',
  unpin: 'Lösen',
  readers: 'Wer sie gelesen hat',
  edits: 'Frühere Fassungen',
  remove: 'Löschen',
  removeTitle: 'Diese Nachricht löschen?',
  removeHint: 'Sie verschwindet bei allen. Das lässt sich nicht zurücknehmen.',
  goToQuoted: (name) => `Zur Nachricht von ${name}, auf die das antwortet`,
  goToPinned: 'Zur angehefteten Nachricht',
  allPins: (count) => plural(count, { one: '# angeheftet', other: 'Alle # angehefteten' }),
  unreadLine: 'Neu',
  directBegins: (name) => `Hier beginnt ihr, du und ${name}. Sag hallo.`,
  groupBegins: 'Hier beginnt die Gruppe.',
  toLatest: (count) =>
    count > 0 ? plural(count, { one: '# neue Nachricht: dorthin', other: '# neue Nachrichten: zur letzten' }) : 'Zur letzten Nachricht',
  info: 'Über diese Unterhaltung',
  failed: 'Die Nachrichten ließen sich nicht laden',
  missing: 'Diese Unterhaltung gibt es hier nicht',
  missingHint: 'Vielleicht hast du sie verlassen, oder der Link ist für jemand anderen.',
  messageMissing: 'Diese Nachricht lässt sich nicht zeigen. Vielleicht ist sie älter, als du lesen darfst.',
  keys: {
    move: 'Vorige, nächste Nachricht',
    reply: 'Auf die Nachricht antworten',
    edit: 'Die Nachricht bearbeiten',
    copy: 'Die Nachricht kopieren',
    react: 'Auf die Nachricht reagieren',
    latest: 'Zur letzten Nachricht',
    write: 'Schreiben',
    details: 'Über die Unterhaltung',
  },
};
