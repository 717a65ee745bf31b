// Joins conversations to the engine: the list, members, and the user's own settings of a conversation.
import { combined, memoized, perKey, whileWatched } from '../../base/readable.ts';
import type { Engine } from '../../core/engine.ts';
import { applySettings, applySummary } from '../../core/store/reduce.ts';
import type { ConversationSettings, ConversationSummary, CreateGroupRequest, Member } from '../../wire.ts';
import { Membership } from './membership.ts';
import { ConversationRows, type ConversationItem, type ConversationList } from './rows.ts';
import { UnreadSenders } from './unread.ts';

/** The settings of a conversation to change. `muted_until: null` ends the muting. */
export type Settings = Partial<Omit<ConversationSettings, 'muted_until'>> & { muted_until?: string | null };

/** Adds the feature to the engine. Returns the functions for the list, members and settings; Client documents them. */
export function conversationsFeature(engine: Engine) {
  const { store } = engine;
  const rows = new ConversationRows();
  const unread = new UnreadSenders({
    store,
    isConnected: engine.isConnected,
    list: (request) => engine.request('message.list', request),
  });
  engine.add({ resume: () => unread.resume(), clear: () => unread.clear() });
  const list = watchList(engine, rows, unread);
  const membership = new Membership({ store, list: (request) => engine.call('member.list', request) });
  engine.add({ resume: () => membership.resume() });

  const enter = (summary: ConversationSummary): string => {
    store.change((state) => applySummary(state, summary));
    return summary.conversation.id;
  };

  return {
    list,

    one: perKey((id) =>
      combined([list], () => {
        list.get();
        return rows.get(id);
      }),
    ),

    members: perKey((id) => {
      const present = memoized(presentMembers);
      return whileWatched(
        combined([store], () => present(store.conversation(id)?.members)),
        () => membership.open(id),
      );
    }),

    openDirect: async (user: string) => enter(await engine.call('direct.open', { user })),

    async createGroup(group: CreateGroupRequest, onInvited?: (users: readonly string[]) => void): Promise<string> {
      const { invited = [], ...summary } = await engine.call('conversation.create', group);
      const id = enter(summary);
      if (invited.length > 0) onInvited?.(invited);
      return id;
    },

    invitations: combined([store], () => store.get().invitations),

    acceptInvitation: async (invitation: string) => enter(await engine.call('invitation.accept', { invitation })),

    // Shows the change at once, and takes it back if the server refuses it.
    async changeSettings(conversation: string, changes: Settings): Promise<void> {
      const before = store.conversation(conversation)?.summary.settings;
      if (!before) return;
      const settle = (settings: ConversationSettings) => store.change((state) => applySettings(state, conversation, settings));
      settle(withChanges(before, changes));
      try {
        settle(await engine.call('conversation.settings', { conversation, ...changes }));
      } catch (fault) {
        settle(before);
        throw fault;
      }
    },
  };
}

function watchList({ store, outbox }: Engine, rows: ConversationRows, { known }: UnreadSenders) {
  const show = memoized((conversations: readonly ConversationItem[], isComplete: boolean): ConversationList => ({
    conversations,
    status: isComplete ? 'ready' : 'loading',
  }));
  const items = memoized(rows.show);
  return combined([store, outbox.messages, known], () =>
    show(items(store.get(), outbox.messages.get(), known.get()), store.get().isComplete),
  );
}

// `muted_until: null` ends the muting.
function withChanges(before: ConversationSettings, changes: Settings): ConversationSettings {
  const { muted_until: mutedBefore, ...rest } = before;
  const { muted_until = mutedBefore, ...others } = changes;
  return { ...rest, ...others, ...(muted_until && { muted_until }) };
}

function presentMembers(members: ReadonlyMap<string, Member> | undefined): readonly Member[] {
  return [...(members?.values() ?? [])].filter(({ left_at }) => left_at === undefined).sort(byName);
}

function byName(one: Member, other: Member): number {
  return one.display_name.localeCompare(other.display_name) || (one.user < other.user ? -1 : 1);
}
