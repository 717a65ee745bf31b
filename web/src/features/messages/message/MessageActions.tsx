// The bar of actions over the message that has the pointer or the focus: reactions, answering, and the menu.
import { IconButton } from '@/design/Button.tsx';
import { classes } from '@/design/classes.ts';
import { MoreIcon, ReplyIcon, SmileIcon } from '@/design/icons.tsx';
import type { MenuAnchor } from '@/design/Menu.tsx';
import { EmojiButton } from '@/features/emoji/EmojiButton.tsx';
import { recentEmoji } from '@/features/emoji/recent.ts';
import { useThread } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import { useStrings } from '@/i18n/languages.ts';
import { privateStorage } from '@/platform/client.ts';
import { capabilities } from './capabilities.ts';

const QUICK = 3;

interface MessageActionsProps {
  line: Line;
  isMine: boolean;
  onMore: (at: MenuAnchor) => void;
}

export function MessageActions({ line, isMine, onMore }: MessageActionsProps) {
  const thread = useThread();
  const strings = useStrings().messages;
  const can = capabilities(line, thread);
  const { actions, me } = thread;
  const toggle = (emoji: string) => {
    const mine = line.reactions.some((one) => one.emoji === emoji && one.users.includes(me.id));
    actions.react(line, emoji, !mine);
  };
  return (
    <div
      role="toolbar"
      aria-label={strings.messageMenu}
      className={classes(
        'animate-appear absolute -top-5 z-10 hidden items-center rounded-control border border-border bg-raised p-0.5 shadow-raised',
        'pointer-fine:flex',
        isMine ? 'end-2' : 'start-[max(8px,100%-184px)]',
      )}
    >
      {can.react &&
        recentEmoji(privateStorage)
          .slice(0, QUICK)
          .map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={strings.reactWith(emoji)}
              title={strings.reactWith(emoji)}
              onClick={() => toggle(emoji)}
              className="grid size-7 place-items-center rounded-control text-[17px] leading-none transition-transform hover:scale-115 hover:bg-sunken"
            >
              {emoji}
            </button>
          ))}
      {can.react && <EmojiButton icon={SmileIcon} label={strings.react} onPick={toggle} />}
      {can.reply && <IconButton size="small" icon={ReplyIcon} label={strings.reply} onClick={() => actions.reply(line)} />}
      <IconButton
        size="small"
        icon={MoreIcon}
        label={strings.more}
        aria-haspopup="menu"
        onClick={(event) => onMore(event.currentTarget.getBoundingClientRect())}
      />
    </div>
  );
}
