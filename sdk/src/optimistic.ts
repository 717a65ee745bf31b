// Changes to messages that are shown before the server has said yes, and taken back where it says no.
import { Observable } from './observable.ts';
import type { Message } from './wire.ts';

export interface Patch {
  conversation: string;
  seq: number;
  change: (message: Message) => Message;
}

export class Optimistic {
  readonly patches = new Observable<readonly Patch[]>([]);

  // `take` puts what the server made of it where the patch was, so that nothing flickers between the two.
  async run(patch: Patch, ask: () => Promise<Message>, take: (message: Message) => void): Promise<void> {
    this.patches.set([...this.patches.get(), patch]);
    try {
      take(await ask());
    } finally {
      this.patches.set(this.patches.get().filter((one) => one !== patch));
    }
  }
}

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

export function withPin(message: Message, user: string, now: string, isOn: boolean): Message {
  if (isOn) return { ...message, pinned_at: now, pinned_by: user };
  const { pinned_at, pinned_by, ...unpinned } = message;
  return unpinned;
}

export function withBody(message: Message, body: string, now: string): Message {
  return { ...message, body, edited_at: now };
}

export function withoutBody(message: Message, now: string): Message {
  const { quote, reactions, mentions, mentions_all, pinned_at, pinned_by, ...rest } = message;
  return { ...rest, body: '', deleted_at: now };
}
