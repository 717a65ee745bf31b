// Writes web/src/features/emoji/{en,de}.json, which the picker shows and searches. The data comes from Unicode and CLDR
// (https://www.unicode.org/license.txt), as emojibase-data packs it. Each language is an array of groups in the usual
// order. An emoji is [emoji, name, words that find it, 1 if it has skin tones].
import { readFileSync, writeFileSync } from 'node:fs';

// The server judges a reaction by ICU 72, which knows the emoji up to Emoji 15.0.
const newest = 15;
// By emojibase's numbers, smileys and people together; 2 are components, which nobody picks.
const groups = [[0, 1], [3], [4], [5], [6], [7], [8], [9]];
const skinTone = '\u{1F3FB}';

const read = (path) => JSON.parse(readFileSync(new URL(`node_modules/emojibase-data/${path}`, import.meta.url)));
const shortcodes = read('en/shortcodes/github.json');

// The fully-qualified form of emoji-test.txt, in which a character that is an emoji anyway is not called one again.
function qualified(emoji) {
  return emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');
}

function withSkinTone(emoji) {
  return emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/u, `$1${skinTone}`);
}

function hasSimpleSkinTones(entry) {
  const [first] = entry.skins ?? [];
  return entry.skins?.length === 5 && qualified(first.emoji) === withSkinTone(qualified(entry.emoji));
}

function wordsOf(entry) {
  const codes = [shortcodes[entry.hexcode] ?? []].flat();
  const name = entry.label.toLowerCase();
  return [...new Set([...codes, ...(entry.tags ?? [])])].filter((word) => word !== name).join(' ');
}

for (const language of ['en', 'de']) {
  const entries = read(`${language}/data.json`)
    .filter((entry) => entry.version <= newest)
    .sort((one, other) => one.order - other.order);
  const rows = groups.map((members) =>
    entries
      .filter((entry) => members.includes(entry.group))
      .map((entry) => [qualified(entry.emoji), entry.label, wordsOf(entry), ...(hasSimpleSkinTones(entry) ? [1] : [])]),
  );
  const text = rows.map((row) => `[\n${row.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`).join(',\n');
  writeFileSync(new URL(`../../web/src/features/emoji/${language}.json`, import.meta.url), `[${text}]\n`);
}
