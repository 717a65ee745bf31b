// Completion in the composer: `@` completes a member's name, `:` an emoji. Pure: text and positions in, text and
// positions out.
export interface Trigger {
  kind: 'mention' | 'emoji';
  // The position of the `@` or `:`. The query is the text between it and the caret.
  start: number;
  query: string;
}

const mention = /(?:^|[\s([{"'«„“])@([\p{L}\p{N}._-]{0,32})$/u;
// The query has at least two letters, so `:)` and times such as 10:30 offer nothing.
const emoji = /(?:^|[\s([{"'«„“])[:]([\p{L}\p{N}_+-]{2,32})$/u;

export function findTrigger(text: string, caret: number): Trigger | undefined {
  const before = text.slice(Math.max(0, caret - 40), caret);
  const named = mention.exec(before);
  if (named) return { kind: 'mention', query: named[1] ?? '', start: caret - (named[1] ?? '').length - 1 };
  const pictured = emoji.exec(before);
  if (pictured) return { kind: 'emoji', query: pictured[1] ?? '', start: caret - (pictured[1] ?? '').length - 1 };
  return undefined;
}

// Returns the text with the query and its sign replaced and followed by a space, and the new position of the caret.
export function complete(text: string, caret: number, trigger: Trigger, insertion: string): { text: string; caret: number } {
  const rest = text.slice(caret);
  const space = rest.startsWith(' ') ? '' : ' ';
  const head = text.slice(0, trigger.start) + insertion + space;
  return { text: head + rest, caret: head.length + (space === '' ? 1 : 0) };
}
