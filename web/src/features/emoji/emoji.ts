// The emoji in the user's language. The data is a chunk of its own, which is loaded when a picker or a completion first
// needs it. tools/emoji writes it.
export interface Emoji {
  emoji: string;
  name: string;
  // The words that find the emoji, in lower case; its name is the first.
  words: readonly string[];
  hasSkinTones: boolean;
}

export const EMOJI_GROUPS = [
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type EmojiGroup = (typeof EMOJI_GROUPS)[number];
export type EmojiSet = readonly { group: EmojiGroup; emoji: readonly Emoji[] }[];

type Stored = [emoji: string, name: string, words: string, skinTones?: 1];

const LOADERS: Record<string, () => Promise<{ default: unknown }>> = {
  de: () => import('./de.json'),
  en: () => import('./en.json'),
};
const loaded = new Map<string, Promise<EmojiSet>>();

export function loadEmoji(language: string): Promise<EmojiSet> {
  const known = language in LOADERS ? language : 'en';
  const set = loaded.get(known) ?? load(known);
  loaded.set(known, set);
  return set;
}

async function load(language: string): Promise<EmojiSet> {
  try {
    const { default: stored } = await LOADERS[language]!();
    return (stored as Stored[][]).map((rows, index) => ({ group: EMOJI_GROUPS[index]!, emoji: rows.map(read) }));
  } catch (error) {
    // The next caller tries again.
    loaded.delete(language);
    throw error;
  }
}

function read([emoji, name, words, skinTones]: Stored): Emoji {
  const lower = name.toLowerCase();
  return { emoji, name, words: [lower, ...lower.split(/[\s:,-]+/), ...words.split(' ')], hasSkinTones: skinTones === 1 };
}

// Returns the emoji that have a word for every word of the query, as its beginning: matching names first, then whole
// words, then the order of the set.
export function searchEmoji(set: EmojiSet, query: string, most: number): Emoji[] {
  const phrase = query.trim().toLowerCase();
  const wanted = phrase.split(/[\s_]+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const rank = ({ emoji, words }: Emoji): number => {
    if (words[0] === phrase || emoji === phrase) return 3;
    if (words.includes(phrase)) return 2;
    return wanted.every((part) => words.some((word) => word.startsWith(part))) ? 1 : 0;
  };
  return set
    .flatMap(({ emoji }) => emoji)
    .map((emoji) => ({ emoji, rank: rank(emoji) }))
    .filter((found) => found.rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji);
}

export const SKIN_TONES = ['', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'] as const;

export function withSkinTone(emoji: Emoji, tone: string): string {
  if (tone === '' || !emoji.hasSkinTones) return emoji.emoji;
  return emoji.emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/u, `$1${tone}`);
}
