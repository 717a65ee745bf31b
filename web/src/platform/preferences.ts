// The preferences for this browser. They are stored in the browser and not on the server; public/theme.js reads the
// same entry before the first paint.
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Language } from '@/i18n/languages.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

export const LIST_WIDTH = { least: 280, most: 320, usual: 304 };

interface Preferences {
  theme: Theme;
  density: Density;
  language: Language | 'system';
  listWidth: number;
  // Whether the user wants notifications; the browser must permit them as well.
  notifications: boolean;
  // Whether notifications name the sender and show the text.
  previews: boolean;
}

export const usePreferences = create<Preferences>()(
  persist(
    (): Preferences => ({
      theme: 'system',
      density: 'comfortable',
      language: 'system',
      listWidth: LIST_WIDTH.usual,
      notifications: false,
      previews: true,
    }),
    { name: 'parley.preferences', version: 1 },
  ),
);

export const setPreferences = (change: Partial<Preferences>) => usePreferences.setState(change);

function apply({ theme, density }: Preferences) {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  if (density === 'compact') root.dataset.density = 'compact';
  else delete root.dataset.density;
}

apply(usePreferences.getState());
usePreferences.subscribe(apply);
