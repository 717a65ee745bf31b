// One message. It is drawn again only when the message, its position in its group or its tick changes. The bar of
// actions exists only while the pointer or the focus is on the message, so fast scrolling through thousands of messages
// creates none.
import { memo, Suspense, useRef, useState } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { Name } from '@/design/Name.tsx';
import { classes } from '@/design/classes.ts';
import { Menu, type MenuAnchor } from '@/design/Menu.tsx';
import { EmojiPicker } from '@/features/emoji/EmojiButton.tsx';
import { previewOf } from '@/features/messages/content.ts';
import { isOwn, useThread } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import type { Tick } from '@/features/receipts/ticks.ts';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { Bubble } from './Bubble.tsx';
import { useMessageMenu } from './menu.ts';
import { MessageActions } from './MessageActions.tsx';
import { Reactions } from './Reactions.tsx';
import { SendFailure } from './SendFailure.tsx';
import { useMessageEvents } from './useMessageEvents.ts';

interface MessageProps {
  line: Line;
  isFirst: boolean;
  isLast: boolean;
  // How far one of the reader's own messages has come; undefined for the messages of others.
  tick: Tick | undefined;
  isTarget: boolean;
  // Whether the Tab key stops at this message; it stops at one message of the thread.
  isTabStop: boolean;
}

export const Message = memo(function Message({ line, isFirst, isLast, tick, isTarget, isTabStop }: MessageProps) {
  const thread = useThread();
  const strings = useStrings();
  const formats = useFormats();
  const isMine = isOwn(line, thread);
  const name = isMine ? strings.messages.you : thread.nameOf(line.sender);
  const [menuAt, setMenuAt] = useState<MenuAnchor | null>(null);
  const [pickerAt, setPickerAt] = useState<DOMRect | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const openPicker = () => setPickerAt(body.current?.getBoundingClientRect() ?? null);
  const events = useMessageEvents(line, { openMenu: setMenuAt, openPicker });

  return (
    <article
      data-message={line.key}
      data-seq={line.seq}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={strings.messages.messageLabel(name, previewOf(line.content, strings), formats.ago(line.at))}
      {...events.onArticle}
      className={classes('message', isFirst ? 'pt-(--group-gap)' : 'pt-0.5', isTarget && 'is-target', isMine && 'is-own')}
    >
      {!isMine && thread.isGroup && (
        <span className="w-8 shrink-0">{isFirst && <Avatar id={line.sender} name={thread.nameOf(line.sender)} size={32} />}</span>
      )}
      <div className={classes('flex max-w-[min(72ch,86%)] min-w-0 flex-col', isMine ? 'items-end' : 'items-start')}>
        {isFirst && !isMine && thread.isGroup && (
          <p className="mb-0.5 ps-3 text-small font-semibold text-muted">
            <Name>{name}</Name>
          </p>
        )}
        <div ref={body} className="relative flex max-w-full min-w-0 items-end gap-2" {...events.onBody}>
          <Bubble line={line} isFirst={isFirst} isLast={isLast} tick={tick} />
          {events.isActive && !menuAt && <MessageActions line={line} isMine={isMine} onMore={setMenuAt} />}
        </div>
        {line.reactions.length > 0 && <Reactions line={line} />}
        {line.state === 'failed' && <SendFailure line={line} />}
      </div>
      {menuAt && <MessageMenu line={line} at={menuAt} onReact={openPicker} onClose={() => setMenuAt(null)} />}
      {pickerAt && <ReactionPicker line={line} at={pickerAt} onClose={() => setPickerAt(null)} />}
    </article>
  );
});

interface MessageMenuProps {
  line: Line;
  at: MenuAnchor;
  onReact: () => void;
  onClose: () => void;
}

function MessageMenu({ line, at, onReact, onClose }: MessageMenuProps) {
  const entries = useMessageMenu(line, onReact);
  const strings = useStrings().messages;
  return <Menu label={strings.messageMenu} at={at} entries={entries} onClose={onClose} />;
}

function ReactionPicker({ line, at, onClose }: { line: Line; at: DOMRect; onClose: () => void }) {
  const { actions } = useThread();
  return (
    <Suspense>
      <EmojiPicker at={at} onPick={(emoji) => actions.react(line, emoji, true)} onClose={onClose} />
    </Suspense>
  );
}
