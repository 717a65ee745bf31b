// Keeps names and other foreign text from changing the direction of the text around them. An element isolates by itself
// (design/Name.tsx); inside a plain string the characters FSI and PDI do so (Unicode Standard Annex #9, section 2.4).

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
// Embeddings, overrides and isolates. One of them in a name could end the isolate around the name.
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
// Letters and marks that are written from right to left.
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

// Returns the text without characters that change the direction of what follows.
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '');
}

// Returns the text for a place inside a plain string. If `always` is false, only text with a direction of its own is isolated: all
// other text reads the same in a left-to-right sentence.
export function isolate(text: string, always = false): string {
  const clean = withoutControls(text);
  return always || RIGHT_TO_LEFT.test(clean) ? FIRST_STRONG_ISOLATE + clean + POP_ISOLATE : clean;
}

// Returns the catalogue with functions that isolate every text and every list of texts that is put into their sentences.
export function isolating<T extends object>(catalogue: T, always: boolean): T {
  const isolated = (value: unknown): unknown => {
    if (typeof value === 'string') return isolate(value, always);
    return Array.isArray(value) ? value.map(isolated) : value;
  };
  const wrap = (value: unknown): unknown => {
    if (typeof value === 'function') return (...given: unknown[]): unknown => (value as (...all: unknown[]) => unknown)(...given.map(isolated));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, wrap(entry)]));
  };
  return wrap(catalogue) as T;
}
