import { Choice } from '@/design/choices.tsx';
import { LANGUAGE_NAMES, LANGUAGES, useStrings } from '@/i18n/languages.ts';
import { setPreferences, usePreferences, type Density, type Theme } from '@/platform/preferences.ts';
import { DensityPicture, ThemePicture } from './pictures.tsx';

export function AppearancePage() {
  const strings = useStrings();
  const words = strings.settings.appearance;
  const { theme, density, language } = usePreferences();
  return (
    <div className="grid gap-8">
      <Choice<Theme>
        label={words.theme}
        value={theme}
        onChange={(value) => setPreferences({ theme: value })}
        options={[
          { value: 'system', label: words.system, picture: <ThemePicture theme="system" /> },
          { value: 'light', label: words.light, picture: <ThemePicture theme="light" /> },
          { value: 'dark', label: words.dark, picture: <ThemePicture theme="dark" /> },
        ]}
      />
      <Choice<Density>
        label={words.density}
        value={density}
        onChange={(value) => setPreferences({ density: value })}
        options={[
          { value: 'comfortable', label: words.comfortable, picture: <DensityPicture rows={3} /> },
          { value: 'compact', label: words.compact, picture: <DensityPicture rows={5} /> },
        ]}
      />
      <Choice
        label={words.language}
        value={language}
        onChange={(value) => setPreferences({ language: value })}
        options={[
          { value: 'system' as const, label: words.system },
          ...LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] })),
        ]}
      />
    </div>
  );
}
