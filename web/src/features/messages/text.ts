// Parses the text of a message into a tree, which a component draws without creating HTML: paragraphs and blocks of
// code, and within a paragraph links, mentions, code, bold and italic. It is a small subset of Markdown. Markup that is
// not closed, and markup characters in file names and calculations, stay plain text.
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; name: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; spans: Span[] }
  | { kind: 'emphasis'; spans: Span[] };

export type Block = { kind: 'paragraph'; spans: Span[] } | { kind: 'code'; text: string; language: string };

// Returns whether `@name` is a member of the conversation. Other names are not drawn as mentions.
export type IsMention = (name: string) => boolean;

const fence = /^```([\w+#.-]*)[^\S\n]*\n([\s\S]*?)\n?```[^\S\n]*$/gm;

export function parseText(body: string, isMention: IsMention): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  for (const match of body.matchAll(fence)) {
    addParagraph(blocks, body.slice(from, match.index), isMention);
    blocks.push({ kind: 'code', language: match[1] ?? '', text: match[2] ?? '' });
    from = match.index + match[0].length;
  }
  addParagraph(blocks, body.slice(from), isMention);
  return blocks;
}

function addParagraph(blocks: Block[], text: string, isMention: IsMention): void {
  // A block of code has a margin of its own, so the line breaks around it are dropped.
  const inner = blocks.length > 0 ? text.replace(/^\n/, '') : text;
  const trimmed = inner.replace(/\n$/, '');
  if (trimmed.trim() !== '') blocks.push({ kind: 'paragraph', spans: parseSpans(trimmed, isMention) });
}

// Finds the next beginning of a span. At the same position the earlier alternative wins: code contains no other spans,
// and an address keeps its underscores and asterisks.
const opener = new RegExp(
  [
    '(?<code>`(?<codeText>[^`\\n]+)`)',
    '(?<url>(?:https?://|www\\.)[^\\s<>"`]+)',
    '(?<mail>(?:mailto:)?[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)',
    '(?<mention>(?<![\\p{L}\\p{N}_@.])@(?<name>[A-Za-z0-9][A-Za-z0-9._-]*))',
    '(?<strong>\\*\\*(?=\\S)(?<strongText>[^\\n]+?)(?<=\\S)\\*\\*(?!\\*))',
    '(?<emphasis>(?<![\\p{L}\\p{N}_*])(?<mark>[*_])(?=[^\\s*_])(?<emphasisText>[^\\n*_]+?)(?<=\\S)\\k<mark>(?![\\p{L}\\p{N}_*]))',
  ].join('|'),
  'gu',
);

// Most messages contain only words. This quick test saves the search for spans in them.
const PERHAPS = /[`*_@]|:\/\/|www\./;

export function parseSpans(text: string, isMention: IsMention): Span[] {
  if (!PERHAPS.test(text)) return [{ kind: 'text', text }];
  const spans: Span[] = [];
  let from = 0;
  const pattern = new RegExp(opener);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const found = readSpan(match.groups ?? {}, isMention);
    if (!found) continue;
    addText(spans, text.slice(from, match.index));
    spans.push(found.span);
    from = match.index + found.length;
    pattern.lastIndex = from;
  }
  addText(spans, text.slice(from));
  return spans;
}

function addText(spans: Span[], text: string): void {
  if (text !== '') spans.push({ kind: 'text', text });
}

type Groups = Partial<Record<string, string>>;

function readSpan(groups: Groups, isMention: IsMention): { span: Span; length: number } | undefined {
  const { code, codeText, url, mail, name, strong, strongText, emphasis, emphasisText } = groups;
  if (code && codeText) return { span: { kind: 'code', text: codeText }, length: code.length };
  if (url) return readLink(trimAddress(url));
  if (mail) return readMail(mail);
  if (name) return readMention(name, isMention);
  if (strong && strongText) {
    return { span: { kind: 'strong', spans: parseSpans(strongText, isMention) }, length: strong.length };
  }
  if (emphasis && emphasisText) {
    return { span: { kind: 'emphasis', spans: parseSpans(emphasisText, isMention) }, length: emphasis.length };
  }
  return undefined;
}

function readLink(text: string): { span: Span; length: number } | undefined {
  const href = safeAddress(text.startsWith('www.') ? `https://${text}` : text);
  return href ? { span: { kind: 'link', text, href }, length: text.length } : undefined;
}

function readMail(text: string): { span: Span; length: number } | undefined {
  const href = safeAddress(text.startsWith('mailto:') ? text : `mailto:${text}`);
  return href ? { span: { kind: 'link', text, href }, length: text.length } : undefined;
}

// A name may contain full stops and dashes, and a sentence may end with them. The longest name that is a member wins.
function readMention(name: string, isMention: IsMention): { span: Span; length: number } | undefined {
  for (let reading = name; reading !== ''; reading = reading.slice(0, -1)) {
    if (isMention(reading)) {
      return { span: { kind: 'mention', text: `@${reading}`, name: reading }, length: reading.length + 1 };
    }
    if (!/[._-]$/.test(reading)) return undefined;
  }
  return undefined;
}

// Returns an address without the punctuation of the sentence around it. Brackets that belong to the address stay.
function trimAddress(text: string): string {
  let end = text.length;
  for (;;) {
    const last = text.charAt(end - 1);
    const isUnbalanced = (open: string, close: string) =>
      last === close && count(text.slice(0, end), close) > count(text.slice(0, end), open);
    const trims = /[.,;:!?'*_~…»”’]/.test(last) || isUnbalanced('(', ')') || isUnbalanced('[', ']');
    if (!trims) return text.slice(0, end);
    end -= 1;
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

// Returns the full address if a link to it is safe; undefined for all others.
export function safeAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWhole = url.protocol === 'mailto:' || url.hostname !== '';
  return SAFE_PROTOCOLS.has(url.protocol) && isWhole ? url.href : undefined;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3/u;
const EMOJI_MOST = 12;
const STARTS_WITH_LETTER = /^\s*\p{L}/u;

// Returns the number of emoji in a text; 0 if it contains anything else, or too many emoji to be drawn larger.
export function countOnlyEmoji(body: string): number {
  if (body.length > EMOJI_MOST * 20 || STARTS_WITH_LETTER.test(body)) return 0;
  let found = 0;
  for (const { segment } of segmenter.segment(body)) {
    if (/^\s+$/.test(segment)) continue;
    if (!emoji.test(segment)) return 0;
    found += 1;
  }
  return found <= EMOJI_MOST ? found : 0;
}

const STRONG = /\p{L}/u;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

// Returns whether a text is written from right to left. The first letter decides, as with `dir="auto"`.
export function isRightToLeft(body: string): boolean {
  const first = STRONG.exec(body);
  return first !== null && RIGHT_TO_LEFT.test(first[0]);
}

// Returns the text in one line, without the marks of code, bold and italic.
export function plainText(body: string): string {
  const inline = (spans: Span[]): string =>
    spans.map((span) => ('spans' in span ? inline(span.spans) : span.text)).join('');
  return parseText(body, () => false)
    .map((block) => (block.kind === 'code' ? block.text : inline(block.spans)))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
