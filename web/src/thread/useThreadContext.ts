// What the messages of a conversation need to know: who is who, who may do what, and what doing it means.
import type { ConversationItem, Member } from '@parley/client';
import { useBlocks, useMembers } from '@parley/client/react';
import { useMemo } from 'react';
import { otherOf } from '@/conversations/summary.ts';
import { useMe } from '@/session/client.tsx';
import type { Permissions, ThreadActions, ThreadContext } from './context.ts';
import { useNames } from './useNames.ts';

export interface ThreadPeople {
  members: readonly Member[];
  thread: ThreadContext;
  // Whether nothing may be written here, because the reader has blocked the other.
  isBlocked: boolean;
}

export function useThreadContext(summary: ConversationItem, actions: ThreadActions): ThreadPeople {
  const nameOf = useNames(summary);
  const me = useMe();
  const blocks = useBlocks();
  const { conversation, role } = summary;
  const known = useMembers(conversation.id);
  const members = known.length > 0 ? known : summary.members;
  const isGroup = conversation.kind !== 'direct';
  const other = otherOf(summary, me.id)?.user;
  const isBlocked = other !== undefined && blocks.includes(other);

  const usernames = useMemo(() => new Set(members.map((member) => member.username.toLowerCase())), [members]);
  const permissions = useMemo(() => permissionsOf(role, isGroup, !isBlocked), [role, isGroup, isBlocked]);
  const thread = useMemo(
    (): ThreadContext => ({
      conversation: conversation.id,
      isGroup,
      me: { id: me.id, username: me.username },
      nameOf,
      isMention: (name) => usernames.has(name.toLowerCase()) || (isGroup && name.toLowerCase() === 'all'),
      permissions,
      actions,
    }),
    [conversation.id, isGroup, me.id, me.username, nameOf, usernames, permissions, actions],
  );
  return { members, thread, isBlocked };
}

function permissionsOf(role: ConversationItem['role'], isGroup: boolean, canWrite: boolean): Permissions {
  const moderates = isGroup && role !== 'member';
  return { canWrite, canPin: canWrite && (moderates || !isGroup), canModerate: moderates };
}
