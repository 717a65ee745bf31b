// One message. It draws itself again only when it, its place in its group or its ticks change; the bar of actions is made
// when a pointer or the focus comes, so that a thousand messages scrolling by make none.
import { memo, Suspense, useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { classes } from '@/design/classes.ts';
import { PinIcon } from '@/design/icons.tsx';
import { Menu, type MenuPlace } from '@/design/Menu.tsx';
import { EmojiPicker } from '@/emoji/EmojiButton.tsx';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/session/errors.ts';
import { isOwn, useThread } from './context.ts';
import type { Line } from './line.ts';
import { MessageActions } from './MessageActions.tsx';
import { MessageText } from './MessageText.tsx';
import { capabilities, useMessageMenu } from './menu.ts';
import { QuoteBlock } from './QuoteBlock.tsx';
import { Reactions } from './Reactions.tsx';
import { countOnlyEmoji, isRightToLeft, plainText } from './text.ts';
import { TickMark } from './Tick.tsx';
import type { Tick } from './ticks.ts';
import { useLongPress } from './useLongPress.ts';

interface MessageProps {
  line: Line;
  isFirst: boolean;
  isLast: boolean;
  // Of one's own messages: how far it has come.
  tick: Tick | undefined;
  isTarget: boolean;
  // Whether Tab lands on it: one message of the thread at a time.
  isTabStop: boolean;
}

export const Message = memo(function Message({ line, isFirst, isLast, tick, isTarget, isTabStop }: MessageProps) {
  const thread = useThread();
  const strings = useStrings().thread;
  const formats = useFormats();
  const [isActive, setActive] = useState(false);
  const [menuAt, setMenuAt] = useState<MenuPlace | null>(null);
  const own = isOwn(line, thread);
  const name = own ? strings.you : thread.nameOf(line.sender);
  const longPress = useLongPress((point) => setMenuAt(point));
  const [pickerAt, setPickerAt] = useState<DOMRect | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const openPicker = () => setPickerAt(body.current?.getBoundingClientRect() ?? null);

  const onContextMenu = (event: MouseEvent) => {
    const isOnLink = event.target instanceof Element && event.target.closest('a[href]');
    if (isOnLink || !getSelection()?.isCollapsed) return;
    event.preventDefault();
    setMenuAt({ x: event.clientX, y: event.clientY });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== '+' || event.target !== event.currentTarget || !capabilities(line, thread).react) return;
    event.preventDefault();
    openPicker();
  };
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setActive(false);
  };

  return (
    <article
      data-message={line.key}
      data-seq={line.seq}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={strings.messageLabel(name, line.isDeleted ? strings.deleted : plainText(line.body), formats.ago(line.at))}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setActive(true)}
      onPointerLeave={() => setActive(false)}
      onFocus={() => setActive(true)}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
      className={classes('message', isFirst ? 'pt-(--group-gap)' : 'pt-0.5', isTarget && 'is-target', own && 'is-own')}
    >
      {!own && thread.isGroup && (
        <span className="w-8 shrink-0">{isFirst && <Avatar id={line.sender} name={thread.nameOf(line.sender)} size={32} />}</span>
      )}
      <div className={classes('flex max-w-[min(72ch,86%)] min-w-0 flex-col', own ? 'items-end' : 'items-start')}>
        {isFirst && !own && thread.isGroup && (
          <p className="mb-0.5 ps-3 text-small font-semibold text-muted">
            <bdi>{name}</bdi>
          </p>
        )}
        <div ref={body} className="relative flex max-w-full min-w-0 items-end gap-2" onContextMenu={onContextMenu} {...longPress}>
          <Bubble line={line} isFirst={isFirst} isLast={isLast} tick={tick} />
          {isActive && !menuAt && <MessageActions line={line} own={own} onMore={setMenuAt} />}
        </div>
        {line.reactions.length > 0 && <Reactions line={line} />}
        {line.state === 'failed' && <Failed line={line} />}
      </div>
      {menuAt && <MessageMenu line={line} at={menuAt} onReact={openPicker} onClose={() => setMenuAt(null)} />}
      {pickerAt && (
        <Suspense>
          <EmojiPicker at={pickerAt} onPick={(emoji) => thread.actions.react(line, emoji, true)} onClose={() => setPickerAt(null)} />
        </Suspense>
      )}
    </article>
  );
});

interface MessageMenuProps {
  line: Line;
  at: MenuPlace;
  onReact: () => void;
  onClose: () => void;
}

function MessageMenu({ line, at, onReact, onClose }: MessageMenuProps) {
  const entries = useMessageMenu(line, onReact);
  const strings = useStrings().thread;
  return <Menu label={strings.messageMenu} at={at} entries={entries} onClose={onClose} />;
}

function Bubble({ line, isFirst, isLast, tick }: Pick<MessageProps, 'line' | 'isFirst' | 'isLast' | 'tick'>) {
  const thread = useThread();
  const strings = useStrings().thread;
  const own = isOwn(line, thread);
  if (line.isDeleted) {
    return (
      <div className={classes('bubble border border-border text-muted italic', shapeOf(own, isFirst, isLast))}>
        {strings.deletedBy(line.deletedBy ? thread.nameOf(line.deletedBy) : undefined)}
        <span className="ms-2 inline-block w-10" />
        <Corner line={line} tick={undefined} isShown={isLast} />
      </div>
    );
  }
  const isBare = !line.quote && countOnlyEmoji(line.body) > 0;
  const isShown = isLast || line.isPinned || line.editedAt !== undefined || line.state !== 'sent';
  return (
    <div className={classes('bubble', isBare ? 'is-bare' : own ? 'bg-(--bubble-own)' : 'bg-(--bubble)', shapeOf(own, isFirst, isLast))}>
      {line.quote && <QuoteBlock quote={line.quote} />}
      <MessageText
        body={line.body}
        isMention={thread.isMention}
        ownName={thread.me.username}
        tail={isShown && <CornerRoom line={line} hasTick={tick !== undefined} />}
      />
      <Corner line={line} tick={isLast || line.state !== 'sent' ? tick : undefined} isShown={isShown} />
    </div>
  );
}

// The corners between the messages of a group are tighter, on the side where the group's edge is.
function shapeOf(own: boolean, isFirst: boolean, isLast: boolean): string {
  if (own) return classes(!isFirst && 'rounded-se-small', !isLast && 'rounded-ee-small');
  return classes(!isFirst && 'rounded-ss-small', !isLast && 'rounded-es-small');
}

// As wide as what stands in the corner, so that the text's last line leaves it free.
function CornerRoom({ line, hasTick }: { line: Line; hasTick: boolean }) {
  return (
    <span
      aria-hidden="true"
      className="invisible inline-flex h-px items-center gap-1 ps-3 text-tiny whitespace-nowrap not-italic select-none"
    >
      <CornerText line={line} />
      {hasTick && <span className="w-[15px]" />}
    </span>
  );
}

function Corner({ line, tick, isShown }: { line: Line; tick: Tick | undefined; isShown: boolean }) {
  const formats = useFormats();
  return (
    <span
      title={formats.full(line.at)}
      className={classes(
        'corner absolute bottom-1 inline-flex items-center gap-1 text-tiny text-muted not-italic',
        // It stands where the last line of the text ends, which is on the left for Arabic or Hebrew.
        isShown && (isRightToLeft(line.body) ? 'left-3' : 'right-3'),
        // On a phone no pointer hovers, and there is no room beside the messages.
        !isShown && 'is-quiet max-md:hidden',
      )}
    >
      <CornerText line={line} />
      {tick && tick !== 'failed' && <TickMark tick={tick} />}
      {tick === 'failed' && <span className="size-2 rounded-full bg-danger" />}
    </span>
  );
}

function CornerText({ line }: { line: Line }) {
  const formats = useFormats();
  const strings = useStrings().thread;
  return (
    <>
      {line.isPinned && <PinIcon size={11} aria-label={strings.pinned} />}
      {line.editedAt && !line.isDeleted && <span title={formats.full(line.editedAt)}>{strings.edited}</span>}
      <time dateTime={new Date(line.at).toISOString()}>{formats.clock(line.at)}</time>
    </>
  );
}

function Failed({ line }: { line: Line }) {
  const { actions } = useThread();
  const strings = useStrings();
  return (
    <p role="alert" className="mt-1 flex items-center gap-1 text-small text-danger">
      {line.error ? wordsFor(line.error, strings) : strings.thread.couldNotSend}
      <button type="button" onClick={() => actions.retry(line)} className="rounded-small px-1 font-semibold underline underline-offset-2">
        {strings.app.retry}
      </button>
      <button type="button" onClick={() => actions.discard(line)} className="rounded-small px-1 text-muted hover:text-text">
        {strings.thread.discard}
      </button>
    </p>
  );
}
