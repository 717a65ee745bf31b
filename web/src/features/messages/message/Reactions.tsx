import { classes } from '@/design/classes.ts';
import { useThread } from '@/features/messages/context.ts';
import type { Line, Reaction } from '@/features/messages/line.ts';
import { useStrings } from '@/i18n/languages.ts';

const NAMES_MOST = 8;

export function Reactions({ line }: { line: Line }) {
  const { isHidden } = useThread();
  const reactions = line.reactions
    .map(({ emoji, users }) => ({ emoji, users: users.filter((user) => !isHidden(user)) }))
    .filter(({ users }) => users.length > 0);
  if (reactions.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-1">
      {reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <ReactionChip line={line} reaction={reaction} />
        </li>
      ))}
    </ul>
  );
}

function ReactionChip({ line, reaction: { emoji, users } }: { line: Line; reaction: Reaction }) {
  const { me, nameOf, actions, permissions } = useThread();
  const strings = useStrings().messages;
  const isMine = users.includes(me.id);
  const names = users.slice(0, NAMES_MOST).map((user) => (user === me.id ? strings.you : nameOf(user)));
  const label = strings.reactedBy(emoji, names, users.length - names.length);
  return (
    <button
      type="button"
      aria-pressed={isMine}
      aria-label={label}
      title={label}
      disabled={!permissions.canWrite}
      onClick={() => actions.react(line, emoji, !isMine)}
      className={classes(
        'flex h-7 items-center gap-1.5 rounded-full border px-2 text-small tabular transition-colors',
        isMine ? 'border-accent/50 bg-accent-soft text-accent hover:border-accent' : 'border-border bg-raised text-muted hover:border-control/60',
      )}
    >
      <span className="text-[16px] leading-none">{emoji}</span>
      {users.length}
    </button>
  );
}
