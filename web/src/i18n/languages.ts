// The languages there are. English is the measure: every other has its shape, which the compiler checks, so that a
// string that is missing anywhere does not build. Languages but English are fetched when they are chosen.
import { create } from 'zustand';
import { en } from './en/index.ts';

// A string may read otherwise in another language, and nothing else may differ.
type Shape<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : { readonly [K in keyof T]: Shape<T[K]> };

export type Strings = Shape<typeof en>;

const CATALOGUES = {
  en: (): Promise<Strings> => Promise.resolve(en),
  de: async (): Promise<Strings> => (await import('./de/index.ts')).de,
};

export type Language = keyof typeof CATALOGUES;
export const LANGUAGES = Object.keys(CATALOGUES) as Language[];
// Each in its own words, as one looks for it in a list.
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };
const RIGHT_TO_LEFT = new Set<string>(['ar', 'fa', 'he', 'ur']);

interface LanguageState {
  readonly language: Language;
  // The language with the user's region where the browser names one: en-GB has another clock than en-US.
  readonly locale: string;
  readonly strings: Strings;
}

export const useLanguage = create<LanguageState>(() => ({ language: 'en', locale: 'en', strings: en }));

export const useStrings = () => useLanguage((state) => state.strings);
// For what is not a component.
export const currentStrings = () => useLanguage.getState().strings;

export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = LANGUAGES.find((one) => one === tag.toLowerCase().split('-')[0]);
    if (language) return language;
  }
  return 'en';
}

export async function speak(choice: Language | 'system') {
  const language = choice === 'system' ? preferredLanguage(navigator.languages) : choice;
  const strings = await CATALOGUES[language]();
  const locale = navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
  useLanguage.setState({ language, locale, strings });
}
