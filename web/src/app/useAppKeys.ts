// The keys that work everywhere.
import { useKeys } from '@/platform/keys.ts';
import { openOverlay } from '@/platform/overlay.ts';
import { setPreferences } from '@/platform/preferences.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

export function useAppKeys() {
  useKeys([
    { keys: '?', group: 'general', label: (strings) => strings.app.keys.show, run: () => openOverlay('keys') },
    { keys: 'mod+k', group: 'general', label: (strings) => strings.app.keys.switcher, run: () => openOverlay('switcher') },
    { keys: 'mod+,', group: 'general', label: (strings) => strings.app.keys.settings, run: () => navigate(paths.settings('profile')) },
    {
      keys: 'mod+shift+l',
      group: 'general',
      label: (strings) => strings.app.keys.theme,
      run: () => setPreferences({ theme: matchesDark() ? 'light' : 'dark' }),
    },
  ]);
}

function matchesDark() {
  return getComputedStyle(document.documentElement).colorScheme === 'dark' || (!document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
}
