// One conversation in the list: its name, its last message and its time, and how much is unread.
import { memo } from 'react';
import { Avatar, type PresenceState } from '@/design/Avatar.tsx';
import { IconButton } from '@/design/Button.tsx';
import { Name } from '@/design/Name.tsx';
import { classes } from '@/design/classes.ts';
import { AtIcon, MoreIcon, MuteIcon, PinIcon } from '@/design/icons.tsx';
import type { MenuAnchor } from '@/design/Menu.tsx';
import type { Item } from '@/features/conversations/item.ts';
import { isNotice, isReadable, previewOf } from '@/features/messages/content.ts';
import { isRightToLeft, plainText } from '@/features/messages/text.ts';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { Link } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

export interface RowProps {
  item: Item;
  me: string;
  isOpen: boolean;
  // The name of the sender of the last message.
  senderName: string;
  typing: readonly string[];
  presence: PresenceState | undefined;
  draft: string;
  onMenu: (item: Item, at: MenuAnchor) => void;
}

export const ConversationRow = memo(function ConversationRow({ item, me, isOpen, senderName, typing, presence, draft, onMenu }: RowProps) {
  const strings = useStrings().conversations;
  const isUnread = item.unread > 0;
  return (
    <div
      className={classes('group/row relative mx-2 rounded-card', isOpen ? 'bg-accent-soft [--ground:var(--accent-soft)]' : 'hover:bg-sunken')}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(item, { x: event.clientX, y: event.clientY });
      }}
    >
      <Link
        to={paths.conversation(item.id)}
        aria-current={isOpen ? 'page' : undefined}
        data-conversation={item.id}
        className="flex h-(--row-height) items-center gap-3 rounded-card px-2.5 focus-visible:-outline-offset-2"
      >
        <Avatar id={item.other ?? item.id} name={item.name} group={item.isGroup} presence={presence} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-1.5">
            <Name className={classes('min-w-0 truncate', isUnread && !item.isMuted ? 'font-semibold' : 'font-medium')}>{item.name}</Name>
            {item.label && <Name className="max-w-24 shrink-0 truncate rounded-small bg-text/6 px-1.5 text-tiny text-muted">{item.label}</Name>}
            {item.isMuted && <MuteIcon size={14} className="shrink-0 self-center text-muted" aria-hidden={false} aria-label={strings.muted} role="img" />}
            <Time at={item.last ? item.at : undefined} isAccented={isUnread && !item.isMuted} />
          </span>
          <span className="flex items-center gap-2 text-small text-muted">
            <Preview item={item} me={me} senderName={senderName} typing={typing} draft={isOpen ? '' : draft} />
            <Marks item={item} />
          </span>
        </span>
      </Link>
      <IconButton
        size="small"
        icon={MoreIcon}
        label={strings.menu(item.name)}
        aria-haspopup="menu"
        onClick={(event) => onMenu(item, event.currentTarget.getBoundingClientRect())}
        className="absolute end-2 top-1.5 bg-raised opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100 pointer-coarse:hidden"
      />
    </div>
  );
});

function Time({ at, isAccented }: { at: number | undefined; isAccented: boolean }) {
  const formats = useFormats();
  if (at === undefined) return null;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      className={classes('ms-auto shrink-0 ps-1 text-tiny', isAccented ? 'font-semibold text-accent' : 'text-muted')}
    >
      {formats.short(at)}
    </time>
  );
}

type PreviewProps = Pick<RowProps, 'item' | 'me' | 'senderName' | 'typing' | 'draft'>;

function Preview({ item, me, senderName, typing, draft }: PreviewProps) {
  const all = useStrings();
  const strings = all.conversations;
  const line = 'min-w-0 flex-1 truncate';
  if (typing.length > 0) return <span className={classes(line, 'text-accent')}>{item.isGroup ? all.typing.several(typing) : all.typing.one}</span>;
  if (draft !== '') {
    return (
      <span className={line}>
        <span className="text-danger">{strings.draft}</span> <Name>{plainText(draft)}</Name>
      </span>
    );
  }
  const { last } = item;
  if (!last) return <span className={classes(line, 'italic')}>{strings.nothingYet}</span>;
  const body = previewOf(last.content, all);
  const isMine = last.sender === me;
  const text = isNotice(last.content) ? body : isMine ? strings.you(body) : item.isGroup ? strings.by(senderName, body) : body;
  return (
    // The message decides the direction of the line, not the name of its sender.
    <span dir={isRightToLeft(body) ? 'rtl' : 'ltr'} className={classes(line, 'text-start', !isReadable(last.content) && 'italic')}>
      {text}
    </span>
  );
}

function Marks({ item }: { item: Item }) {
  const strings = useStrings().conversations;
  const formats = useFormats();
  const badge = 'grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1.5 text-tiny font-semibold tabular';
  return (
    <>
      {item.mentions > 0 && (
        <span role="img" aria-label={strings.mentions(item.mentions)} className={classes(badge, '!px-0 bg-accent text-on-accent')}>
          <AtIcon size={13} />
        </span>
      )}
      {item.unread > 0 && (
        <span
          aria-label={strings.unread(item.unread)}
          role="img"
          data-unread={item.unread}
          className={classes(badge, item.isMuted ? 'bg-text/12 text-text' : 'bg-accent text-on-accent')}
        >
          {item.unread > 999 ? `${formats.number(999)}+` : formats.number(item.unread)}
        </span>
      )}
      {item.unread === 0 && item.isPinned && <PinIcon size={14} className="shrink-0" aria-hidden={false} role="img" aria-label={strings.pinned} />}
    </>
  );
}

export function RowSkeleton() {
  return (
    <div className="flex h-(--row-height) items-center gap-3 px-4.5">
      <span className="skeleton size-(--row-avatar) shrink-0 !rounded-full" />
      <span className="grid flex-1 gap-2">
        <span className="skeleton h-3.5 w-2/5" />
        <span className="skeleton h-3 w-4/5" />
      </span>
    </div>
  );
}
