import type { ConversationItem, Member } from '@parley/client';
import { useClient } from '@parley/client/react';
import { ChatIcon, TrashIcon, UserIcon } from '@/design/icons.tsx';
import type { MenuEntry } from '@/design/Menu.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

// Returns the menu of a member. Only admins can change roles and remove members.
export function useMemberMenu(member: Member, summary: ConversationItem): MenuEntry[] {
  const strings = useStrings();
  const client = useClient();
  const words = strings.conversations.member;
  const conversation = summary.conversation.id;
  const complain = (fault: unknown) => toast(wordsFor(fault, strings));
  const message = () => void client.openDirect(member.user).then((id: string) => navigate(paths.conversation(id)), complain);
  const setRole = (role: Member['role']) =>
    void client.call('member.update', { conversation, user: member.user, role }).then(undefined, complain);
  const remove = () =>
    void client
      .call('member.remove', { conversation, user: member.user })
      .then(() => toast(words.removed(member.display_name)), complain);
  const open: MenuEntry = { label: words.message, icon: ChatIcon, onSelect: message };
  if (summary.role !== 'admin') return [open];
  const roles: [Member['role'], string][] = [
    ['admin', words.makeAdmin],
    ['moderator', words.makeModerator],
    ['member', words.makeMember],
  ];
  return [
    open,
    'separator',
    ...roles
      .filter(([role]) => role !== member.role)
      .map(([role, label]): MenuEntry => ({ label, icon: UserIcon, onSelect: () => setRole(role) })),
    'separator',
    { label: words.remove, icon: TrashIcon, danger: true, onSelect: remove },
  ];
}
