// Decides whether a new message deserves a notification, and writes the notification's text. Pure.
import type { ConversationSettings, Message } from '@parley/client';
import { isFromUser, type Content } from '@/features/messages/content.ts';
import { isolate } from '@/i18n/isolate.ts';
import type { Strings } from '@/i18n/languages.ts';

export interface Occasion {
  message: Pick<Message, 'sender' | 'mentions' | 'mentions_all'> & { content: Content };
  settings: ConversationSettings | undefined;
  me: string;
  // Whether the reader has blocked the sender.
  isBlocked: boolean;
  // Whether the conversation is open in a window that has the focus.
  isSeen: boolean;
  isDisturbable: boolean;
  now: number;
}

export function mentionsMe(message: Pick<Message, 'mentions' | 'mentions_all'>, me: string): boolean {
  return message.mentions_all === true || (message.mentions?.includes(me) ?? false);
}

export function deservesNotification({ message, settings, me, isBlocked, isSeen, isDisturbable, now }: Occasion): boolean {
  if (message.sender === me || !isFromUser(message.content)) return false;
  if (isBlocked || isSeen || !isDisturbable) return false;
  if (settings?.muted_until && Date.parse(settings.muted_until) > now) return false;
  switch (settings?.notify ?? 'all') {
    case 'none':
      return false;
    case 'mentions':
      return mentionsMe(message, me);
    case 'all':
      return !settings?.archived || mentionsMe(message, me);
  }
}

const LONGEST = 160;

export interface Words {
  title: string;
  body: string;
}

interface Announcement {
  // The name of the sender; undefined if it is not known.
  sender: string | undefined;
  // The title of the group; undefined for a direct conversation.
  group: string | undefined;
  body: string;
  isMention: boolean;
}

// Returns the text of a notification. Without `hasPreview` it says neither who wrote nor what.
export function notificationWords({ sender, group, body, isMention }: Announcement, strings: Strings, hasPreview: boolean): Words {
  if (!hasPreview) return { title: strings.app.name, body: strings.notifications.several(1) };
  const text = body.length > LONGEST ? `${body.slice(0, LONGEST).trimEnd()}…` : body;
  if (!sender) return { title: isolate(group ?? strings.app.name), body: text };
  if (!group) return { title: isolate(sender), body: text };
  if (isMention) return { title: strings.notifications.mention(sender), body: `${isolate(group)}: ${isolate(text)}` };
  return { title: strings.notifications.inGroup(sender, group), body: text };
}
