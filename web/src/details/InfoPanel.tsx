// About a conversation: what it is called, how loud it is for me, the ways to its people, pins and search, and out of it.
import type { ConversationItem } from '@parley/client';
import { useBlocks } from '@parley/client/react';
import { useState, type ReactNode } from 'react';
import { Link, navigate } from '@/app/router.tsx';
import { paths, type Panel } from '@/app/routes.ts';
import { FOREVER, type SettingsChange } from '@/conversations/menu.ts';
import { itemOf, otherOf } from '@/conversations/summary.ts';
import { usePresenceOf } from '@/conversations/usePresenceOf.ts';
import { Avatar } from '@/design/Avatar.tsx';
import { Button } from '@/design/Button.tsx';
import { Choice, Switch } from '@/design/choices.tsx';
import { Dialog } from '@/design/Dialog.tsx';
import { BlockIcon, ForwardIcon, PinIcon, SearchIcon, SignOutIcon, UsersIcon, type Icon } from '@/design/icons.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useClient, useMe } from '@/session/client.tsx';
import { wordsFor } from '@/session/errors.ts';
import { PresenceText } from '@/thread/ThreadHeader.tsx';
import { GroupForm } from './GroupForm.tsx';

export function InfoPanel({ summary }: { summary: ConversationItem }) {
  const strings = useStrings();
  const client = useClient();
  const { id: me } = useMe();
  const { conversation, settings, role } = summary;
  const item = itemOf(summary, me);
  const other = otherOf(summary, me);
  const presence = usePresenceOf(other?.user);
  const change = (settingsChange: SettingsChange) => {
    client.settings(conversation.id, settingsChange).catch((fault: unknown) => toast(wordsFor(fault, strings)));
  };

  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-8">
      <div className="flex flex-col items-center gap-1 px-6 pt-8 pb-6 text-center">
        <Avatar id={other?.user ?? conversation.id} name={item.name} size={80} group={!other} presence={presence?.state} className="mb-3" />
        <p className="text-heading font-semibold wrap-anywhere text-balance">
          <bdi>{item.name}</bdi>
        </p>
        <p className="text-small text-muted">
          {other ? `@${other.username}` : strings.details.membersCount(conversation.member_count)}
        </p>
        {other && (
          <p className="text-small text-muted">
            <PresenceText state={presence?.state} lastSeen={presence?.last_seen} />
          </p>
        )}
      </div>

      <Section>
        {!other && <PanelLink id={conversation.id} panel="members" icon={UsersIcon} label={strings.details.membersCount(conversation.member_count)} />}
        <PanelLink id={conversation.id} panel="pins" icon={PinIcon} label={strings.details.pins} />
        <PanelLink id={conversation.id} panel="search" icon={SearchIcon} label={strings.details.search} />
      </Section>

      <Section isPadded>
        <Switch
          label={strings.details.mute}
          hint={strings.details.muteHint}
          checked={item.isMuted}
          onChange={(isOn) => change({ muted_until: isOn ? FOREVER : null })}
        />
        <Switch label={strings.details.pin} checked={settings.pinned} onChange={(pinned) => change({ pinned })} />
        <Switch label={strings.details.archive} checked={settings.archived} onChange={(archived) => change({ archived })} />
        <div className="py-3">
          <Choice
            label={strings.details.notify}
            value={settings.notify}
            options={[
              { value: 'all', label: strings.details.notifyAll },
              { value: 'mentions', label: strings.details.notifyMentions },
              { value: 'none', label: strings.details.notifyNone },
            ]}
            onChange={(notify) => change({ notify })}
          />
        </div>
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

const ENTRY = 'flex w-full items-center gap-3 rounded-control px-2 py-2.5 text-start hover:bg-sunken focus-visible:-outline-offset-2';

function PanelLink({ id, panel, icon: ShownIcon, label }: { id: string; panel: Panel; icon: Icon; label: string }) {
  return (
    <Link to={paths.conversation(id, { panel })} className={ENTRY}>
      <ShownIcon className="text-muted" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <ForwardIcon size={16} className="text-muted rtl:-scale-x-100" />
    </Link>
  );
}

function LeaveEntry({ id, name }: { id: string; name: string }) {
  const strings = useStrings();
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
  const leave = () => {
    setAsking(false);
    client.call('conversation.leave', { conversation: id }).then(
      () => navigate(paths.home()),
      (fault: unknown) => toast(wordsFor(fault, strings)),
    );
  };
  return (
    <>
      <button type="button" className={`${ENTRY} text-danger`} onClick={() => setAsking(true)}>
        <SignOutIcon />
        {strings.details.leave}
      </button>
      {isAsking && (
        <Confirm
          title={strings.details.leaveTitle(name)}
          hint={strings.details.leaveHint}
          action={strings.details.leaveConfirm}
          onConfirm={leave}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function BlockEntry({ id, name }: { id: string; name: string }) {
  const strings = useStrings();
  const client = useClient();
  const isBlocked = useBlocks().includes(id);
  const [isAsking, setAsking] = useState(false);
  const set = (operation: 'user.block' | 'user.unblock') => {
    setAsking(false);
    client.call(operation, { user: id }).catch((fault: unknown) => toast(wordsFor(fault, strings)));
  };
  return (
    <>
      <button type="button" className={`${ENTRY} ${isBlocked ? '' : 'text-danger'}`} onClick={() => (isBlocked ? set('user.unblock') : setAsking(true))}>
        <BlockIcon />
        <span className="min-w-0 truncate">{isBlocked ? strings.details.unblock(name) : strings.details.block(name)}</span>
      </button>
      {isAsking && (
        <Confirm
          title={strings.details.blockTitle(name)}
          hint={strings.details.blockHint}
          action={strings.details.blockConfirm}
          onConfirm={() => set('user.block')}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface ConfirmProps {
  title: string;
  hint: string;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
}

function Confirm({ title, hint, action, onConfirm, onClose }: ConfirmProps) {
  const strings = useStrings();
  return (
    <Dialog
      title={title}
      width="narrow"
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {strings.app.cancel}
          </Button>
          <Button look="danger" data-autofocus onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <p className="text-small text-muted">{hint}</p>
    </Dialog>
  );
}
