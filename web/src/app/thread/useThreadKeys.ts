// The keys of an open conversation. The keys of a message and of the composer are only described here: they are
// answered by the element that has the focus.
import { useClient } from '@parley/client/react';
import type { RefObject } from 'react';
import type { ComposerHandle } from '@/features/messages/composer/Composer.tsx';
import type { MessageListHandle } from '@/features/messages/thread/MessageList.tsx';
import type { Strings } from '@/i18n/languages.ts';
import { useKeys, type KeyBinding, type KeyGroup } from '@/platform/keys.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

interface OpenThread {
  id: string;
  lastSeq: number;
  toLatest: () => void;
  list: RefObject<MessageListHandle | null>;
  composer: RefObject<ComposerHandle | null>;
}

const described = (keys: string, group: KeyGroup, label: (strings: Strings) => string): KeyBinding => ({
  keys,
  group,
  label,
  run: () => false,
  describedOnly: true,
});

const MESSAGE_KEYS: readonly KeyBinding[] = [
  described('r', 'thread', (strings) => strings.messages.keys.reply),
  described('e', 'thread', (strings) => strings.messages.keys.edit),
  described('+', 'thread', (strings) => strings.messages.keys.react),
  described('c', 'thread', (strings) => strings.messages.keys.copy),
];

const COMPOSER_KEYS: readonly KeyBinding[] = [
  described('Enter', 'composer', (strings) => strings.messages.composer.keys.send),
  described('shift+Enter', 'composer', (strings) => strings.messages.composer.keys.newLine),
  described('ArrowUp', 'composer', (strings) => strings.messages.composer.keys.editLast),
  described('@', 'composer', (strings) => strings.messages.composer.keys.mention),
  described(':', 'composer', (strings) => strings.messages.composer.keys.emoji),
  described('Escape', 'composer', (strings) => strings.messages.composer.keys.cancel),
];

export function useThreadKeys({ id, lastSeq, toLatest, list, composer }: OpenThread) {
  const client = useClient();
  const close = () => {
    client.markRead(id, lastSeq);
    navigate(paths.home());
  };
  const showDetails = () => navigate(paths.conversation(id, { panel: 'info' }));
  useKeys([
    { keys: 'Escape', group: 'thread', label: (strings) => strings.app.keys.close, run: close },
    { keys: ['ArrowUp', 'ArrowDown'], group: 'thread', label: (strings) => strings.messages.keys.move, run: () => list.current?.focusLast() },
    ...MESSAGE_KEYS,
    { keys: 'End', group: 'thread', label: (strings) => strings.messages.keys.latest, run: toLatest },
    { keys: 'w', group: 'thread', label: (strings) => strings.messages.keys.write, run: () => composer.current?.focus() },
    { keys: 'i', group: 'thread', label: (strings) => strings.messages.keys.details, run: showDetails },
    ...COMPOSER_KEYS,
  ]);
}
