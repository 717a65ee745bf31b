// The menu of a message: every action that its capabilities allow.
import { CopyIcon, EditIcon, EyeIcon, HistoryIcon, LinkIcon, PinIcon, ReplyIcon, SmileIcon, TrashIcon } from '@/design/icons.tsx';
import type { MenuEntry } from '@/design/Menu.tsx';
import { useThread } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import { useStrings } from '@/i18n/languages.ts';
import { capabilities } from './capabilities.ts';

// `onReact` opens the emoji picker. The menu offers it because touch screens have no bar of actions.
export function useMessageMenu(line: Line, onReact: () => void): MenuEntry[] {
  const thread = useThread();
  const strings = useStrings().messages;
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
