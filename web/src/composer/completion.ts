// What the composer offers while somebody types: `@` completes a member's name, `:` an emoji. Pure text and positions, so
// that the text field only has to ask and to insert.
export interface Trigger {
  kind: 'mention' | 'emoji';
  // Where the sign stands; the query goes from behind it to the caret.
  start: number;
  query: string;
}

const mention = /(?:^|[\s([{"'«„“])@([\p{L}\p{N}._-]{0,32})$/u;
// Two letters at least, so that `:)` and times stay what they are.
const emoji = /(?:^|[\s([{"'«„“])[:]([\p{L}\p{N}_+-]{2,32})$/u;

export function findTrigger(text: string, caret: number): Trigger | undefined {
  const before = text.slice(Math.max(0, caret - 40), caret);
  const named = mention.exec(before);
  if (named) return { kind: 'mention', query: named[1] ?? '', start: caret - (named[1] ?? '').length - 1 };
  const pictured = emoji.exec(before);
  if (pictured) return { kind: 'emoji', query: pictured[1] ?? '', start: caret - (pictured[1] ?? '').length - 1 };
  return undefined;
}

// The text with what was typed since the sign replaced, a space behind it, and where the caret goes.
export function complete(text: string, caret: number, trigger: Trigger, insertion: string): { text: string; caret: number } {
  const rest = text.slice(caret);
  const space = rest.startsWith(' ') ? '' : ' ';
  const head = text.slice(0, trigger.start) + insertion + space;
  return { text: head + rest, caret: head.length + (space === '' ? 1 : 0) };
}

export interface Person {
  id: string;
  username: string;
  displayName: string;
}

// Those whose username, or a word of whose name, begins with the query: best first, in the order given among equals.
export function matchPeople<P extends Person>(people: readonly P[], query: string, most: number): P[] {
  const wanted = fold(query);
  const ranked = people.map((person) => ({ person, rank: rankPerson(person, wanted) }));
  return ranked
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, most)
    .map(({ person }) => person);
}

function rankPerson(person: Person, wanted: string): number {
  if (wanted === '') return 1;
  const username = fold(person.username);
  const name = fold(person.displayName);
  if (username === wanted) return 4;
  if (username.startsWith(wanted) || name.startsWith(wanted)) return 3;
  if (name.split(/[\s-]+/).some((word) => word.startsWith(wanted))) return 2;
  return username.includes(wanted) && wanted.length > 1 ? 1 : 0;
}

// Letters without case and accents, so that `jose` finds José.
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
