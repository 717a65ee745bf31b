// Joins presence to the engine.
import { combined, perKey, whileWatched } from '../../base/readable.ts';
import type { Engine } from '../../core/engine.ts';
import { Presences, type PresenceState } from './presences.ts';

// The server shows the presence of users who share a conversation with the user and are not separated by a block.
const CHANGES_WHO_IS_SEEN = ['conversation.added', 'conversation.removed', 'member.added', 'member.removed', 'blocks.updated'];

/** Adds the feature to the engine. Returns the functions for presence; Client documents them. */
export function presenceFeature(engine: Engine) {
  const { store, connection } = engine;
  const presences = new Presences({
    clock: engine.clock,
    isConnected: engine.isConnected,
    most: () => store.get().limits.watched_users,
    watch: (request) => engine.request('presence.watch', request),
    set: (request) => engine.request('presence.set', request),
  });
  let endOwn = () => {};
  engine.add({
    // The user is watched too, because the user can choose `dnd` on another device.
    begin(me) {
      endOwn = presences.watch(me);
    },
    resume: () => presences.resume(),
    hear(event) {
      if (event.event === 'presence') presences.hear(event.data);
      else if (CHANGES_WHO_IS_SEEN.includes(event.event)) presences.watchAgain();
    },
    clear() {
      endOwn();
      presences.clear();
    },
  });

  return {
    of: perKey((user) =>
      whileWatched(
        combined([presences.states], () => presences.states.get().get(user)),
        () => presences.watch(user),
      ),
    ),

    own: combined([connection.state, presences.states], (): PresenceState => {
      if (!engine.isConnected()) return 'offline';
      return presences.states.get().get(store.get().me)?.state ?? 'online';
    }),

    set: presences.set.bind(presences),
  };
}
