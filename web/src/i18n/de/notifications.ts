import type { Strings } from '../en/index.ts';
import { pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('de');

export const notifications: Strings['notifications'] = {
  page: {
    show: 'Benachrichtigungen auf diesem Gerät',
    showHint: 'Für Gespräche, die du gerade nicht ansiehst. Stumme bleiben still.',
    previews: 'Zeigen, wer und was',
    previewsHint: 'Sonst nur, dass etwas angekommen ist.',
    denied: 'Dein Browser blockiert Benachrichtigungen dieser Seite. Erlaube sie in seinen Einstellungen.',
    unsupported: 'Dieser Browser kann keine Benachrichtigungen zeigen.',
    dndHint: 'Keine Benachrichtigungen auf allen deinen Geräten, bis du es ausschaltest.',
  },
  several: (count) => plural(count, { one: '# neue Nachricht', other: '# neue Nachrichten' }),
  mention: (name) => `${name} hat dich erwähnt`,
  inGroup: (name, group) => `${name} in ${group}`,
};
