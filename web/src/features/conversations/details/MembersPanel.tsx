// The members of a group and their roles. Admins can add and remove members and change roles.
import type { ConversationItem, Member } from '@parley/client';
import { useMe, useMembers } from '@parley/client/react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { IconButton } from '@/design/Button.tsx';
import { Name } from '@/design/Name.tsx';
import { classes } from '@/design/classes.ts';
import { inputLook } from '@/design/Field.tsx';
import { MoreIcon, SearchIcon, UserPlusIcon } from '@/design/icons.tsx';
import { MenuButton } from '@/design/Menu.tsx';
import { EmptyState, Skeleton } from '@/design/states.tsx';
import { matchPeople } from '@/features/accounts/people.ts';
import { PeopleSkeleton, PersonRow } from '@/features/accounts/PersonRow.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { AddMembersDialog } from './AddMembersDialog.tsx';
import { useMemberMenu } from './useMemberMenu.ts';

const ROW_PX = 52;
const RANK = { admin: 0, moderator: 1, member: 2 };
const ALL = 10_000;

export function MembersPanel({ summary }: { summary: ConversationItem }) {
  const strings = useStrings().conversations.member;
  const members = useMembers(summary.conversation.id);
  const [query, setQuery] = useState('');
  const [isAdding, setAdding] = useState(false);
  const shown = useMemo(() => arrangeMembers(members, query), [members, query]);
  return (
    <>
      <div className="flex items-center gap-1 p-3">
        <div className="relative min-w-0 flex-1">
          <SearchIcon size={16} className="absolute start-3 top-2.5 text-muted" />
          <input
            type="search"
            value={query}
            aria-label={strings.find}
            placeholder={strings.find}
            onChange={(event) => setQuery(event.target.value)}
            className={classes(inputLook, 'h-9 ps-9 text-small')}
          />
        </div>
        {summary.role === 'admin' && <IconButton icon={UserPlusIcon} label={strings.add} onClick={() => setAdding(true)} />}
      </div>
      {members.length === 0 && (
        <Skeleton>
          <PeopleSkeleton />
        </Skeleton>
      )}
      {members.length > 0 && shown.length === 0 && <EmptyState icon={SearchIcon} title={strings.nobody} />}
      <MemberList members={shown} summary={summary} />
      {isAdding && <AddMembersDialog summary={summary} present={members} onClose={() => setAdding(false)} />}
    </>
  );
}

function arrangeMembers(members: readonly Member[], query: string): Member[] {
  const present = members.filter((member) => !member.left_at);
  const people = present.map((member) => ({ id: member.user, username: member.username, displayName: member.display_name, member }));
  return matchPeople(people, query, ALL)
    .map(({ member }) => member)
    .sort((one, other) => RANK[one.role] - RANK[other.role] || one.display_name.localeCompare(other.display_name));
}

function MemberList({ members, summary }: { members: readonly Member[]; summary: ConversationItem }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: members.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => members[index]?.user ?? index,
    overscan: 8,
  });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const member = members[index];
          return (
            member && (
              <li key={key} className="absolute inset-x-0" style={{ top: start }}>
                <MemberRow member={member} summary={summary} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

function MemberRow({ member, summary }: { member: Member; summary: ConversationItem }) {
  const strings = useStrings().conversations.member;
  const { id: me } = useMe();
  const entries = useMemberMenu(member, summary);
  const isMe = member.user === me;
  return (
    <PersonRow id={member.user} name={member.display_name} note={isMe ? strings.you : undefined} about={<Role member={member} />}>
      {!isMe && (
        <MenuButton label={strings.menu(member.display_name)} entries={entries}>
          {(trigger) => <IconButton size="small" icon={MoreIcon} label={strings.menu(member.display_name)} {...trigger} />}
        </MenuButton>
      )}
    </PersonRow>
  );
}

function Role({ member }: { member: Member }) {
  const { roles } = useStrings().conversations.member;
  return (
    <>
      {member.role !== 'member' && `${roles[member.role]} · `}
      <Name>{`@${member.username}`}</Name>
    </>
  );
}
