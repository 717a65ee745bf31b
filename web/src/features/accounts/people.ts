// Finds people by the first letters of a username, or of any word of a name.
import { fold } from '@/platform/matching.ts';

export interface Person {
  id: string;
  username: string;
  displayName: string;
}

// Returns the people that the query finds, at most `most`, best match first. Equally good matches keep their order.
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
