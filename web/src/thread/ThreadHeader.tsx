// Who one is talking with, how they are, and the ways to the panel at the side.
import type { ConversationItem } from '@parley/client';
import { goBack, Link, navigate, useRoute } from '@/app/router.tsx';
import { paths } from '@/app/routes.ts';
import { usePresenceOf } from '@/conversations/usePresenceOf.ts';
import { Avatar } from '@/design/Avatar.tsx';
import { IconButton } from '@/design/Button.tsx';
import { BackIcon, InfoIcon, SearchIcon } from '@/design/icons.tsx';
import { nameOf, otherOf } from '@/conversations/summary.ts';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { useMe } from '@/session/client.tsx';

export function ThreadHeader({ summary }: { summary: ConversationItem }) {
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
        title={strings.thread.info}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-control py-1 [--ground:var(--raised)] focus-visible:-outline-offset-2"
      >
        <Avatar id={other?.user ?? conversation.id} name={name} size={36} group={!other} presence={presence?.state} />
        <span className="min-w-0">
          <h1 className="truncate leading-5 font-semibold">
            <bdi>{name}</bdi>
          </h1>
          <span className="block truncate text-small leading-4.5 text-muted">
            {other ? <PresenceText state={presence?.state} lastSeen={presence?.last_seen} /> : strings.thread.members(conversation.member_count)}
          </span>
        </span>
      </Link>
      <IconButton icon={SearchIcon} label={strings.thread.searchHere} pressed={panel === 'search'} onClick={() => toggle('search')} />
      <IconButton icon={InfoIcon} label={strings.thread.info} pressed={panel === 'info'} onClick={() => toggle('info')} />
    </header>
  );
}

interface PresenceTextProps {
  state: 'online' | 'away' | 'dnd' | 'offline' | undefined;
  lastSeen: string | undefined;
}

export function PresenceText({ state, lastSeen }: PresenceTextProps) {
  const strings = useStrings().app.presence;
  const formats = useFormats();
  if (state === 'offline' && lastSeen) return strings.lastSeen(formats.ago(lastSeen));
  return state ? strings[state] : null;
}
