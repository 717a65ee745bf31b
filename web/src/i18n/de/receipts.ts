import type { Strings } from '../en/index.ts';

export const receipts: Strings['receipts'] = {
  ticks: {
    sending: 'Wird gesendet',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    read: 'Gelesen',
  },
  readers: {
    read: 'Gelesen',
    delivered: 'Zugestellt',
    sent: 'Noch nicht zugestellt',
    nobody: 'Sonst ist niemand hier',
  },
};
