// Shows changes to messages before the server has agreed, and takes them back if it refuses.
import { Observable } from '../../base/observable.ts';
import { messageFields, NO_CONTENT, type TextContent } from '../../core/store/content.ts';
import type { Message } from '../../wire.ts';

/** A change that the server has not confirmed yet. */
export interface Patch {
  conversation: string;
  seq: number;
  change: (message: Message) => Message;
}

export class Optimistic {
  readonly patches = new Observable<readonly Patch[]>([]);

  /**
   * Shows the patch while `ask` asks the server. `take` gets the server's new state of the message before the patch is removed,
   * so the old state does not show in between. Rejects as `ask` does.
   */
  async run(patch: Patch, ask: () => Promise<Message>, take: (message: Message) => void): Promise<void> {
    this.patches.set([...this.patches.get(), patch]);
    try {
      take(await ask());
    } finally {
      this.patches.set(this.patches.get().filter((one) => one !== patch));
    }
  }
}

/** Returns the message after this user added or removed a reaction. */
export function withReaction(message: Message, user: string, emoji: string, isOn: boolean): Message {
  const reactions = message.reactions ?? [];
  const existing = reactions.find((reaction) => reaction.emoji === emoji);
  if (isOn === (existing?.users.includes(user) ?? false)) return message;
  if (isOn && !existing) return { ...message, reactions: [...reactions, { emoji, users: [user] }] };
  const changed = reactions
    .map((reaction) => {
      if (reaction.emoji !== emoji) return reaction;
      return { emoji, users: isOn ? [...reaction.users, user] : reaction.users.filter((one) => one !== user) };
    })
    .filter(({ users }) => users.length > 0);
  return { ...message, reactions: changed };
}

/** Returns the message after this user pinned or unpinned it at `now` (RFC 3339). */
export function withPin(message: Message, user: string, now: string, isOn: boolean): Message {
  if (isOn) return { ...message, pinned_at: now, pinned_by: user };
  const { pinned_at, pinned_by, ...unpinned } = message;
  return unpinned;
}

/** Returns the message after its sender edited it at `now` (RFC 3339). */
export function withContent(message: Message, content: TextContent, now: string): Message {
  return { ...message, ...messageFields(content), edited_at: now };
}

/** Returns the message after it was deleted at `now` (RFC 3339): only its place in the conversation is left. */
export function withoutContent(message: Message, now: string): Message {
  const { quote, reactions, mentions, mentions_all, pinned_at, pinned_by, ...rest } = message;
  return { ...rest, ...NO_CONTENT, deleted_at: now };
}
