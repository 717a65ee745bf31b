// Holds the users that the client knows: members of conversations, and senders who are no members any more.
import { Observable } from '../../base/observable.ts';
import type { Member, PublicUser } from '../../wire.ts';

interface PeopleOptions {
  /** Asks the server for a user. */
  get: (user: string) => Promise<PublicUser>;
}

export class People {
  /** By user id. */
  readonly known = new Observable<ReadonlyMap<string, PublicUser>>(new Map());
  readonly #options: PeopleOptions;
  readonly #asked = new Set<string>();

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** Notes these users with their current names. */
  meet(people: Iterable<PublicUser>): void {
    const before = this.known.get();
    let changed: Map<string, PublicUser> | undefined;
    for (const person of people) {
      const existing = before.get(person.id);
      if (existing?.display_name === person.display_name && existing.username === person.username) continue;
      changed ??= new Map(before);
      changed.set(person.id, person);
    }
    if (changed) this.known.set(changed);
  }

  /** Notes these members. */
  meetMembers(members: Iterable<Member>): void {
    const known = this.known.get();
    this.meet(
      Array.from(members, ({ user, username, display_name }) => ({ id: user, username, display_name, bot: known.get(user)?.bot ?? false })),
    );
  }

  /** Asks the server once for each of these users that is not known. After a failure the next call asks again. */
  need(users: Iterable<string>): void {
    for (const user of users) {
      if (this.known.get().has(user) || this.#asked.has(user)) continue;
      this.#asked.add(user);
      this.#options.get(user).then(
        (person) => this.meet([person]),
        () => this.#asked.delete(user),
      );
    }
  }

  /** Deletes all users. */
  clear(): void {
    this.#asked.clear();
    this.known.set(new Map());
  }
}
