// The grid of emoji: all of them by group, or the found ones. Arrows move through it.
import { useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { Skeleton } from '@/design/states.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { searchEmoji, withSkinTone, type Emoji, type EmojiGroup, type EmojiSet } from './emoji.ts';
import { privateStorage } from '@/platform/client.ts';
import { recentEmoji } from './recent.ts';

const COLUMNS = 8;
const FOUND_MOST = 96;

interface GridProps {
  tone: string;
  onPick: (emoji: string) => void;
}

export function AllEmoji({ set, tone, onPick }: GridProps & { set: EmojiSet }) {
  const strings = useStrings().emoji;
  const recent = useMemo(() => recentEmoji(privateStorage).slice(0, 2 * COLUMNS), []);
  return (
    <>
      <Section title={strings.recent}>
        {recent.map((emoji) => (
          <EmojiCell key={emoji} emoji={emoji} name={emoji} onPick={onPick} />
        ))}
      </Section>
      {set.map(({ group, emoji }) => (
        <Section key={group} group={group} title={strings.groups[group]} count={emoji.length}>
          {emoji.map((each) => (
            <EmojiCell key={each.emoji} emoji={withSkinTone(each, tone)} name={each.name} onPick={onPick} />
          ))}
        </Section>
      ))}
    </>
  );
}

export function FoundEmoji({ set, query, tone, onPick }: GridProps & { set: EmojiSet; query: string }) {
  const strings = useStrings().emoji;
  const found: Emoji[] = useMemo(() => searchEmoji(set, query, FOUND_MOST), [set, query]);
  if (found.length === 0) return <p className="p-6 text-center text-small text-muted">{strings.nothing}</p>;
  return (
    <Section title={strings.found}>
      {found.map((each) => (
        <EmojiCell key={each.emoji} emoji={withSkinTone(each, tone)} name={each.name} onPick={onPick} />
      ))}
    </Section>
  );
}

const CELL_PX = 38;

interface SectionProps {
  title: string;
  group?: EmojiGroup;
  count?: number;
  children: ReactNode;
}

// The browser does not lay out a group that is out of view, so the group gets its computed height.
function Section({ title, group, count = 0, children }: SectionProps) {
  const height = Math.ceil(count / COLUMNS) * CELL_PX + 28;
  return (
    <section
      data-group={group}
      style={count > 0 ? { contentVisibility: 'auto', containIntrinsicSize: `auto ${height}px` } : undefined}
    >
      <h3 className="sticky top-0 z-1 bg-raised px-1 py-1 text-tiny font-medium text-muted">{title}</h3>
      <div className="grid grid-cols-8">{children}</div>
    </section>
  );
}

function EmojiCell({ emoji, name, onPick }: { emoji: string; name: string; onPick: (emoji: string) => void }) {
  return (
    <button
      type="button"
      data-emoji=""
      title={name}
      aria-label={name}
      onClick={() => onPick(emoji)}
      className="grid h-9.5 place-items-center rounded-control text-[22px] leading-none hover:bg-sunken focus-visible:-outline-offset-2"
    >
      {emoji}
    </button>
  );
}

// Moves the focus between the emoji of the element that gets the key.
export function walkGrid(event: KeyboardEvent<HTMLElement>) {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
  const step = steps[event.key];
  if (step === undefined) return;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-emoji]')];
  const next = cells[cells.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function GridSkeleton() {
  return (
    <Skeleton>
      <div className="grid grid-cols-8 gap-2 p-1 pt-7">
        {Array.from({ length: 40 }, (_, index) => (
          <span key={index} className="skeleton size-7 rounded-full" />
        ))}
      </div>
    </Skeleton>
  );
}
