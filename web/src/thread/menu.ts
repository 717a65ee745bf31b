// What can be done with a message, in one list: the menu shows it, and it is decided nowhere else.
import { CopyIcon, EditIcon, EyeIcon, HistoryIcon, LinkIcon, PinIcon, ReplyIcon, SmileIcon, TrashIcon } from '@/design/icons.tsx';
import type { MenuEntry } from '@/design/Menu.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { isOwn, useThread, type ThreadContext } from './context.ts';
import type { Line } from './line.ts';

export function capabilities(line: Line, thread: ThreadContext) {
  const isThere = line.state === 'sent' && !line.isDeleted && line.kind === 'text';
  const own = isOwn(line, thread);
  const { canWrite, canPin, canModerate } = thread.permissions;
  return {
    reply: isThere && canWrite,
    react: isThere && canWrite,
    edit: isThere && own && canWrite,
    remove: isThere && (own ? canWrite : canModerate),
    pin: isThere && canPin,
    copy: !line.isDeleted && line.body !== '',
    link: line.state === 'sent',
    readers: isThere && own,
    edits: isThere && line.editedAt !== undefined,
  };
}

// `onReact` opens the emoji: where there is no pointer there is no bar to press.
export function useMessageMenu(line: Line, onReact: () => void): MenuEntry[] {
  const thread = useThread();
  const strings = useStrings().thread;
  const can = capabilities(line, thread);
  const { actions } = thread;
  const groups: (MenuEntry | false)[][] = [
    [
      can.react && { label: strings.react, icon: SmileIcon, keys: '+', onSelect: onReact },
      can.reply && { label: strings.reply, icon: ReplyIcon, keys: 'R', onSelect: () => actions.reply(line) },
      can.edit && { label: strings.edit, icon: EditIcon, keys: 'E', onSelect: () => actions.edit(line) },
      can.copy && { label: strings.copyText, icon: CopyIcon, keys: 'C', onSelect: () => actions.copyText(line) },
      can.link && { label: strings.copyLink, icon: LinkIcon, onSelect: () => actions.copyLink(line) },
      can.pin && {
        label: line.isPinned ? strings.unpin : strings.pin,
        icon: PinIcon,
        onSelect: () => actions.pin(line, !line.isPinned),
      },
    ],
    [
      can.readers && { label: strings.readers, icon: EyeIcon, onSelect: () => actions.showReaders(line) },
      can.edits && { label: strings.edits, icon: HistoryIcon, onSelect: () => actions.showEdits(line) },
    ],
    [can.remove && { label: strings.remove, icon: TrashIcon, danger: true, onSelect: () => actions.remove(line) }],
  ];
  return groups
    .map((group) => group.filter((entry) => entry !== false))
    .filter((group) => group.length > 0)
    .flatMap((group, index): MenuEntry[] => (index > 0 ? ['separator', ...group] : group));
}
