import { pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('en');

export const notifications = {
  page: {
    show: 'Notifications on this device',
    showHint: 'For conversations you are not looking at. Muted ones stay quiet.',
    previews: 'Show who and what',
    previewsHint: 'Otherwise only that something arrived.',
    denied: 'Your browser blocks notifications for this site. Allow them in its settings for the site.',
    unsupported: 'This browser cannot show notifications.',
    dndHint: 'No notifications on any of your devices, until you turn it off.',
  },
  several: (count: number) => plural(count, { one: '# new message', other: '# new messages' }),
  mention: (name: string) => `${name} mentioned you`,
  inGroup: (name: string, group: string) => `${name} in ${group}`,
};
