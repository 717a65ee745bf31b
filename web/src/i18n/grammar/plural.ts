// Chooses the form that a language uses for a count (Intl.PluralRules) and replaces `#` by the count.
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export function pluralIn(language: string) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count: number, forms: Forms) =>
    (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count));
}

// Joins names as a language does: "Ann", "Ann and Ben", "Ann, Ben and Cem".
export function listIn(language: string) {
  const list = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' });
  return (names: readonly string[]) => list.format(names);
}
