// The languages of the client. The compiler compares every other language with English, so a client in which a string
// is missing does not build. Every language but English is loaded when a user chooses it.
import { create } from 'zustand';
import { en, type Strings } from './en/index.ts';
import { isolating } from './isolate.ts';

export type { Strings };

const CATALOGUES = {
  en: (): Promise<Strings> => Promise.resolve(en),
  de: async (): Promise<Strings> => (await import('./de/index.ts')).de,
};

export type Language = keyof typeof CATALOGUES;
export const LANGUAGES = Object.keys(CATALOGUES) as Language[];
// Each language is listed by its own name, so that people who speak no other language find theirs.
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };
const RIGHT_TO_LEFT = new Set<string>(['ar', 'fa', 'he', 'ur']);

interface LanguageState {
  readonly language: Language;
  // The language with the region that the browser names, if it names one: en-GB and en-US write the time differently.
  readonly locale: string;
  readonly strings: Strings;
}

export const useLanguage = create<LanguageState>(() => ({ language: 'en', locale: 'en', strings: isolating(en, false) }));

export const useStrings = () => useLanguage((state) => state.strings);
// Code outside of components reads the strings with this function.
export const currentStrings = () => useLanguage.getState().strings;

export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = LANGUAGES.find((one) => one === tag.toLowerCase().split('-')[0]);
    if (language) return language;
  }
  return 'en';
}

export async function setLanguage(choice: Language | 'system') {
  const language = choice === 'system' ? preferredLanguage(navigator.languages) : choice;
  const isRightToLeft = RIGHT_TO_LEFT.has(language);
  const strings = isolating(await CATALOGUES[language](), isRightToLeft);
  const locale = navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
  document.documentElement.lang = language;
  document.documentElement.dir = isRightToLeft ? 'rtl' : 'ltr';
  useLanguage.setState({ language, locale, strings });
}
