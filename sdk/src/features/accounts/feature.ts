// Joins accounts to the engine: the known users, the blocked users, and the user's own profile.
import { combined, perKey, whileWatched } from '../../base/readable.ts';
import type { Engine } from '../../core/engine.ts';
import type { State } from '../../core/store/state.ts';
import type { ProfileRequest, User } from '../../wire.ts';
import { People } from './people.ts';

/** Adds the feature to the engine. Returns the functions for people, blocks and the own profile; Client documents them. */
export function accountsFeature(engine: Engine) {
  const { store, session } = engine;
  const people = new People({ get: (user) => engine.request('user.get', { user }) });
  engine.add({ clear: () => people.clear() });
  store.subscribe(meetMembersAndSenders(engine, people));

  return {
    known: people.known,
    blocks: combined([store], () => store.get().blocks),

    person: perKey((id) =>
      whileWatched(
        combined([people.known], () => people.known.get().get(id)),
        () => {
          if (engine.isConnected()) people.need([id]);
          return () => {};
        },
      ),
    ),

    async updateMe(changes: ProfileRequest): Promise<User> {
      const user = await engine.call('me.update', changes);
      session.setUser(user);
      return user;
    },
  };
}

// Returns a listener of the store that notes new members, and asks the server for unknown senders in the conversations that are
// shown.
function meetMembersAndSenders({ store, isConnected }: Engine, people: People): () => void {
  let before: State['conversations'] = new Map();
  return () => {
    const { conversations } = store.get();
    if (conversations === before) return;
    for (const [id, known] of conversations) {
      const earlier = before.get(id);
      if (earlier?.members !== known.members) people.meetMembers(known.members.values());
      const isShown = known.viewers > 0 && known.window && earlier?.window !== known.window;
      if (isShown && isConnected()) people.need(new Set(known.window.messages.map(({ sender }) => sender)));
    }
    before = conversations;
  };
}
