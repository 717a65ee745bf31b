// The panel about a conversation: its name, the reader's settings, the ways to its members, pins and search, and the
// way out.
import type { ConversationItem } from '@parley/client';
import { useMe } from '@parley/client/react';
import type { ReactNode } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { Name } from '@/design/Name.tsx';
import { ForwardIcon, PinIcon, SearchIcon, UsersIcon, type Icon } from '@/design/icons.tsx';
import { itemOf, otherOf } from '@/features/conversations/summary.ts';
import { PresenceText } from '@/features/presence/PresenceText.tsx';
import { usePresenceOf } from '@/features/presence/usePresenceOf.ts';
import { useStrings } from '@/i18n/languages.ts';
import { Link } from '@/platform/router.tsx';
import { paths, type Panel } from '@/platform/routes.ts';
import { BlockEntry } from './BlockEntry.tsx';
import { entryLook } from './entryLook.ts';
import { GroupForm } from './GroupForm.tsx';
import { LeaveEntry } from './LeaveEntry.tsx';
import { SettingsSection } from './SettingsSection.tsx';

export function InfoPanel({ summary }: { summary: ConversationItem }) {
  const strings = useStrings();
  const { id: me } = useMe();
  const { conversation, settings, role } = summary;
  const item = itemOf(summary, me);
  const other = otherOf(summary, me);
  const presence = usePresenceOf(other?.user);

  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-8">
      <div className="flex flex-col items-center gap-1 px-6 pt-8 pb-6 text-center">
        <Avatar id={other?.user ?? conversation.id} name={item.name} size={80} group={!other} presence={presence?.state} className="mb-3" />
        <p className="text-heading font-semibold wrap-anywhere text-balance">
          <Name>{item.name}</Name>
        </p>
        <p className="text-small text-muted">
          {other ? <Name>{`@${other.username}`}</Name> : strings.conversations.details.membersCount(conversation.member_count)}
        </p>
        {other && (
          <p className="text-small text-muted">
            <PresenceText state={presence?.state} lastSeen={presence?.last_seen} />
          </p>
        )}
      </div>

      <Section>
        {!other && <PanelLink id={conversation.id} panel="members" icon={UsersIcon} label={strings.conversations.details.membersCount(conversation.member_count)} />}
        <PanelLink id={conversation.id} panel="pins" icon={PinIcon} label={strings.conversations.details.panels.pins} />
        <PanelLink id={conversation.id} panel="search" icon={SearchIcon} label={strings.conversations.details.search} />
      </Section>

      <Section isPadded>
        <SettingsSection item={item} settings={settings} />
      </Section>

      {!other && role === 'admin' && (
        <Section isPadded>
          <GroupForm key={conversation.meta_rev} conversation={conversation} />
        </Section>
      )}
      <Section>{other ? <BlockEntry id={other.user} name={item.name} /> : <LeaveEntry id={conversation.id} name={item.name} />}</Section>
    </div>
  );
}

function Section({ isPadded = false, children }: { isPadded?: boolean; children: ReactNode }) {
  return <div className={`border-t border-border py-2 ${isPadded ? 'px-4' : 'px-2'}`}>{children}</div>;
}

function PanelLink({ id, panel, icon: ShownIcon, label }: { id: string; panel: Panel; icon: Icon; label: string }) {
  return (
    <Link to={paths.conversation(id, { panel })} className={entryLook}>
      <ShownIcon className="text-muted" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <ForwardIcon size={16} className="text-muted rtl:-scale-x-100" />
    </Link>
  );
}
