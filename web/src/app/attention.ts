// What the page says while nobody looks at it: a count in the title and on the icon, and the browser's notifications.
import type { Client, ConversationItem } from '@parley/client';
import { useEffect } from 'react';
import { useItems } from '@/conversations/useItems.ts';
import { countUnread } from '@/conversations/item.ts';
import { currentStrings, useStrings } from '@/i18n/languages.ts';
import { useClient, useMe } from '@/session/client.tsx';
import { usePreferences } from '@/state/preferences.ts';
import { deservesNotification, mentionsMe, notificationWords } from './notify.ts';
import { currentRoute, navigate, useRoute } from './router.tsx';
import { paths } from './routes.ts';

export function useTitle() {
  const strings = useStrings();
  const route = useRoute();
  const { items } = useItems();
  const unread = countUnread(items);
  const open = route.name === 'conversation' ? items.find((item) => item.id === route.id)?.name : undefined;
  const page = open ?? (route.name === 'settings' ? strings.settings.title : strings.app.name);

  useEffect(() => {
    document.title = strings.app.title(page, unread);
  }, [strings, page, unread]);

  useEffect(() => {
    drawBadge(unread);
    // Of an installed page; the browser may not know it.
    if ('setAppBadge' in navigator) void (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined);
  }, [unread]);
}

const MARK =
  '<rect width="64" height="64" rx="15" fill="#0a6759"/>' +
  '<path d="M17 55V29.5a16.5 16.5 0 1 1 16.5 16.5c-3.3 0-6.4-1-9-2.6z" fill="#fefdfc"/>';

// A dot with a number, on the icon in the tab. A drawing of a few hundred bytes: no canvas, no flicker.
function drawBadge(unread: number) {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (!link) return;
  if (unread === 0) {
    link.href = '/icon.svg';
    return;
  }
  const text = unread > 99 ? '99+' : String(unread);
  const size = { 1: 34, 2: 30, 3: 22 }[text.length] ?? 22;
  const badge =
    '<circle cx="44" cy="44" r="20" fill="#c3342a" stroke="#fefdfc" stroke-width="3"/>' +
    `<text x="44" y="${44 + size * 0.36}" font-family="system-ui,sans-serif" font-weight="700" font-size="${size}" text-anchor="middle" fill="#fff">${text}</text>`;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${MARK}${badge}</svg>`;
  link.href = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

// Another tab may look at the conversation: it speaks for the message before the others do.
const GIVE_WAY_MS = 150;
const SPOKEN_FOR_MS = 3_000;

export function useNotifications() {
  const client = useClient();
  const { id: me } = useMe();
  useEffect(() => watch(client, me), [client, me]);

  // What is being read needs no notification any more.
  const route = useRoute();
  const open = route.name === 'conversation' ? route.id : undefined;
  useEffect(() => {
    if (open) void closeNotifications(open);
  }, [open]);
}

function watch(client: Client, me: string) {
  // The newest message of each conversation that is known; what is newer has just come.
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
  const route = currentRoute();
  const isSeen = document.hasFocus() && route.name === 'conversation' && route.id === item.conversation.id;
  const isDeserved = deservesNotification({
    message,
    settings: item.settings,
    me,
    isSeen,
    isDisturbable: client.ownPresence.get() !== 'dnd',
    now: Date.now(),
  });
  if (!isSeen) await new Promise((done) => setTimeout(done, GIVE_WAY_MS));
  await navigator.locks.request(`parley.notify.${item.conversation.id}.${message.seq}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    if (isDeserved) await notify(item, me);
    await new Promise((done) => setTimeout(done, SPOKEN_FOR_MS));
  });
}

async function notify(item: ConversationItem, me: string) {
  const { conversation, members, last_message: message } = item;
  if (!message) return;
  const nameOf = (user: string) => members.find((member) => member.user === user)?.display_name ?? '';
  const words = notificationWords(
    {
      sender: nameOf(message.sender),
      group: conversation.kind === 'group' ? (conversation.title ?? '') : undefined,
      body: message.body,
      isMention: mentionsMe(message, me),
    },
    currentStrings().app,
    usePreferences.getState().previews,
  );
  const path = paths.conversation(conversation.id);
  const options = { body: words.body, tag: conversation.id, renotify: true, icon: '/icon-192.png', data: { path } };
  const worker = await navigator.serviceWorker.getRegistration();
  if (worker) {
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

async function closeNotifications(tag: string) {
  if (!('serviceWorker' in navigator)) return;
  const worker = await navigator.serviceWorker.getRegistration();
  for (const notification of (await worker?.getNotifications({ tag })) ?? []) notification.close();
}
