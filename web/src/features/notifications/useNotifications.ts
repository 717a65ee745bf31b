// Shows the browser's notifications for new messages that nobody is looking at, and takes them back when they are read.
import type { Client, ConversationItem } from '@parley/client';
import { useClient, useMe } from '@parley/client/react';
import { useEffect } from 'react';
import { findName } from '@/features/accounts/findName.ts';
import { contentOf, textOf } from '@/features/messages/content.ts';
import { currentStrings } from '@/i18n/languages.ts';
import { usePreferences } from '@/platform/preferences.ts';
import { currentRoute, navigate, useRoute } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { deservesNotification, mentionsMe, notificationWords } from './notify.ts';

// A tab that shows the conversation claims the message first. The other tabs wait this long before they try to.
const GIVE_WAY_MS = 150;
// The tab that has claimed a message keeps it this long, so no other tab shows the message again.
const CLAIM_MS = 3_000;

export function useNotifications() {
  const client = useClient();
  const { id: me } = useMe();
  useEffect(() => {
    const end = watch(client, me);
    return () => {
      end();
      void closeNotifications();
    };
  }, [client, me]);

  // A conversation that is open needs no notifications.
  const route = useRoute();
  const open = route.name === 'conversation' ? route.id : undefined;
  useEffect(() => {
    if (open) void closeNotifications(open);
  }, [open]);
}

function watch(client: Client, me: string) {
  // The seq of each conversation's last message when it was looked at before; a higher one is new.
  let newest: Map<string, number> | undefined;
  const look = () => {
    const { conversations, status } = client.conversations.get();
    if (status !== 'ready') return;
    const before = newest;
    newest = new Map(conversations.map((item) => [item.conversation.id, item.conversation.last_seq]));
    if (!before) return;
    for (const item of conversations) {
      const { last_message: message, conversation } = item;
      const known = before.get(conversation.id) ?? 0;
      if (message && !message.state && message.seq > known) void consider(client, item, me);
    }
  };
  look();
  return client.conversations.subscribe(look);
}

async function consider(client: Client, item: ConversationItem, me: string) {
  const message = item.last_message;
  const { notifications } = usePreferences.getState();
  if (!message || !notifications || !('Notification' in globalThis) || Notification.permission !== 'granted') return;
  const isSeen = isInFront(item.conversation.id);
  const isDeserved = deservesNotification({
    message: { ...message, content: contentOf(message) },
    settings: item.settings,
    me,
    isBlocked: client.blocks.get().includes(message.sender),
    isSeen,
    isDisturbable: client.ownPresence.get() !== 'dnd',
    now: Date.now(),
  });
  if (!isSeen) await new Promise((done) => setTimeout(done, GIVE_WAY_MS));
  await navigator.locks.request(`parley.notify.${item.conversation.id}.${message.seq}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    if (isDeserved) await notify(client, item, me);
    await new Promise((done) => setTimeout(done, CLAIM_MS));
  });
}

// Returns whether the user looks at this conversation.
function isInFront(conversation: string): boolean {
  const route = currentRoute();
  return document.hasFocus() && route.name === 'conversation' && route.id === conversation;
}

async function notify(client: Client, item: ConversationItem, me: string) {
  const { conversation, members, last_message: message } = item;
  if (!message) return;
  // A summary names only the first few members of a large group.
  const member = members.find(({ user }) => user === message.sender);
  const sender = member?.display_name ?? (await findName(client, message.sender));
  // The user may have opened the conversation while the server was asked for the name.
  if (isInFront(conversation.id)) return;
  const words = notificationWords(
    {
      sender,
      group: conversation.kind === 'group' ? (conversation.title ?? '') : undefined,
      body: textOf(contentOf(message)),
      isMention: mentionsMe(message, me),
    },
    currentStrings(),
    usePreferences.getState().previews,
  );
  const path = paths.conversation(conversation.id);
  const options = { body: words.body, tag: conversation.id, renotify: true, icon: '/icon-192.png', data: { path } };
  // A service worker that is still being installed refuses to show notifications until it is ready.
  if (await navigator.serviceWorker.getRegistration()) {
    const worker = await navigator.serviceWorker.ready;
    await worker.showNotification(words.title, options);
    return;
  }
  const shown = new Notification(words.title, options);
  shown.onclick = () => {
    window.focus();
    navigate(path);
    shown.close();
  };
}

// Closes the notifications of this conversation, or all of them.
async function closeNotifications(tag?: string) {
  if (!('serviceWorker' in navigator)) return;
  const worker = await navigator.serviceWorker.getRegistration();
  for (const notification of (await worker?.getNotifications(tag === undefined ? {} : { tag })) ?? []) notification.close();
}
