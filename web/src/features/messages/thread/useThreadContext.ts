// Creates what every message of a conversation needs: names, permissions and actions.
import type { ConversationItem, Member } from '@parley/client';
import { useMe } from '@parley/client/react';
import { useMemo } from 'react';
import type { Permissions, ThreadActions, ThreadContext } from '@/features/messages/context.ts';
import { useIsHidden } from '@/features/messages/useIsHidden.ts';

interface ThreadParts {
  summary: ConversationItem;
  members: readonly Member[];
  nameOf: (user: string) => string;
  // Whether something can be written here.
  canWrite: boolean;
  actions: ThreadActions;
}

export function useThreadContext({ summary, members, nameOf, canWrite, actions }: ThreadParts): ThreadContext {
  const me = useMe();
  const isHidden = useIsHidden();
  const { conversation, role } = summary;
  const isGroup = conversation.kind !== 'direct';

  const usernames = useMemo(() => new Set(members.map((member) => member.username.toLowerCase())), [members]);
  const permissions = useMemo(() => permissionsOf(role, isGroup, canWrite), [role, isGroup, canWrite]);
  return useMemo(
    (): ThreadContext => ({
      conversation: conversation.id,
      isGroup,
      me: { id: me.id, username: me.username },
      nameOf,
      isHidden: (user) => isHidden(conversation.kind, user),
      isMention: (name) => usernames.has(name.toLowerCase()) || (isGroup && name.toLowerCase() === 'all'),
      permissions,
      actions,
    }),
    [conversation.id, conversation.kind, isGroup, me.id, me.username, nameOf, usernames, isHidden, permissions, actions],
  );
}

function permissionsOf(role: ConversationItem['role'], isGroup: boolean, canWrite: boolean): Permissions {
  const moderates = isGroup && role !== 'member';
  return { canWrite, canPin: canWrite && (moderates || !isGroup), canModerate: moderates };
}
