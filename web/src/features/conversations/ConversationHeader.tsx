// The header over the messages: the name and the presence, and the buttons for the panel at the side.
import type { ConversationItem } from '@parley/client';
import { useMe } from '@parley/client/react';
import { Avatar } from '@/design/Avatar.tsx';
import { IconButton } from '@/design/Button.tsx';
import { Name } from '@/design/Name.tsx';
import { BackIcon, InfoIcon, SearchIcon } from '@/design/icons.tsx';
import { PresenceText } from '@/features/presence/PresenceText.tsx';
import { usePresenceOf } from '@/features/presence/usePresenceOf.ts';
import { useStrings } from '@/i18n/languages.ts';
import { goBack, Link, navigate, useRoute } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { nameOf, otherOf } from './summary.ts';

export function ConversationHeader({ summary }: { summary: ConversationItem }) {
  const strings = useStrings();
  const { id: me } = useMe();
  const route = useRoute();
  const { conversation } = summary;
  const other = otherOf(summary, me);
  const presence = usePresenceOf(other?.user);
  const name = nameOf(summary, me);
  const panel = route.name === 'conversation' ? route.panel : undefined;
  const toggle = (wanted: 'info' | 'search') =>
    navigate(paths.conversation(conversation.id, panel === wanted ? {} : { panel: wanted }));

  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b border-border ps-2 pe-2 md:ps-4">
      <IconButton icon={BackIcon} label={strings.app.back} onClick={() => goBack(paths.home())} className="md:hidden rtl:-scale-x-100" />
      <Link
        to={paths.conversation(conversation.id, { panel: 'info' })}
        title={strings.messages.info}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-control py-1 [--ground:var(--raised)] focus-visible:-outline-offset-2"
      >
        <Avatar id={other?.user ?? conversation.id} name={name} size={36} group={!other} presence={presence?.state} />
        <span className="min-w-0">
          <h1 className="truncate leading-5 font-semibold">
            <Name>{name}</Name>
          </h1>
          <span className="block truncate text-small leading-4.5 text-muted">
            {other ? <PresenceText state={presence?.state} lastSeen={presence?.last_seen} /> : strings.conversations.details.membersCount(conversation.member_count)}
          </span>
        </span>
      </Link>
      <IconButton icon={SearchIcon} label={strings.conversations.details.search} pressed={panel === 'search'} onClick={() => toggle('search')} />
      <IconButton icon={InfoIcon} label={strings.messages.info} pressed={panel === 'info'} onClick={() => toggle('info')} />
    </header>
  );
}
