import { useEffect } from 'react';
import { countUnread } from '@/features/conversations/item.ts';
import { useItems } from '@/features/conversations/useItems.ts';
import { useStrings } from '@/i18n/languages.ts';
import { useRoute } from '@/platform/router.tsx';
import { drawTabBadge, setAppBadge } from './badge.ts';

// Keeps the title and the icon in the browser's tab up to date: what is open, and how many messages are unread.
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
    drawTabBadge(unread);
    setAppBadge(unread);
  }, [unread]);

  // At sign-out nothing of the user stays in the tab.
  const { name } = strings.app;
  useEffect(
    () => () => {
      document.title = name;
      drawTabBadge(0);
      setAppBadge(0);
    },
    [name],
  );
}
