// All emoji by group, the recent ones on top, with a search in the user's language. Arrows move through the grid, Enter
// picks, Escape closes.
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from '@/design/classes.ts';
import { inputLook } from '@/design/Field.tsx';
import { SearchIcon } from '@/design/icons.tsx';
import { ErrorState, Skeleton } from '@/design/states.tsx';
import { useLanguage, useStrings } from '@/i18n/languages.ts';
import { EMOJI_GROUPS, searchEmoji, SKIN_TONES, withSkinTone, type Emoji, type EmojiGroup, type EmojiSet } from './emoji.ts';
import { moveBeside } from './position.ts';
import { recentEmoji, rememberEmoji } from './recent.ts';
import { useEmojiSet } from './useEmojiSet.ts';

const COLUMNS = 8;
const FOUND_MOST = 96;
const TONE_KEY = 'parley.emoji.tone';
const TABS: Record<EmojiGroup, string> = {
  people: '😀',
  nature: '🌿',
  food: '🍎',
  travel: '🚗',
  activities: '⚽',
  objects: '💡',
  symbols: '❤️',
  flags: '🏳️',
};

interface EmojiPickerProps {
  at: DOMRect;
  onPick: (emoji: string) => void;
  onClose: () => void;
}

export function EmojiPicker({ at, onPick, onClose }: EmojiPickerProps) {
  const strings = useStrings().emoji;
  const language = useLanguage((state) => state.language);
  const { set, hasFailed, retry } = useEmojiSet(language);
  const [query, setQuery] = useState('');
  const [tone, setTone] = useState(() => localStorage.getItem(TONE_KEY) ?? '');
  const popover = usePopover(at, onClose);
  const body = useRef<HTMLDivElement>(null);

  const pick = (emoji: string) => {
    rememberEmoji(localStorage, emoji);
    onClose();
    onPick(emoji);
  };
  const chooseTone = (next: string) => {
    localStorage.setItem(TONE_KEY, next);
    setTone(next);
  };
  const onSearchKey = (event: KeyboardEvent) => {
    const first = popover.current?.querySelector<HTMLElement>('[data-emoji]');
    if (event.key === 'ArrowDown') first?.focus();
    else if (event.key === 'Enter' && query.trim() !== '') first?.click();
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={popover}
      popover="auto"
      role="dialog"
      aria-label={strings.title}
      onKeyDown={(event) => event.stopPropagation()}
      className="animate-rise fixed inset-auto m-0 flex h-92 max-h-[calc(100dvh-16px)] w-84 max-w-[calc(100vw-16px)] flex-col overflow-hidden rounded-card border border-border bg-raised text-text shadow-raised not-open:hidden"
    >
      <div className="relative p-2">
        <SearchIcon size={16} className="absolute start-5 top-4.5 text-muted" />
        <input
          autoFocus
          type="search"
          value={query}
          placeholder={strings.search}
          aria-label={strings.search}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onSearchKey}
          className={classes(inputLook, 'h-9 ps-9 text-small')}
        />
      </div>
      {query.trim() === '' && <Tabs body={body} />}
      <div ref={body} onKeyDown={walk} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {hasFailed && <ErrorState title={strings.failed} onRetry={retry} />}
        {!set && !hasFailed && <GridSkeleton />}
        {set && query.trim() !== '' && <Found set={set} query={query} tone={tone} onPick={pick} />}
        {set && query.trim() === '' && <Groups set={set} tone={tone} onPick={pick} />}
      </div>
      <Tones tone={tone} onChoose={chooseTone} />
    </div>
  );
}

function usePopover(at: DOMRect, onClose: () => void) {
  const popover = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const element = popover.current;
    const before = document.activeElement;
    element?.showPopover();
    if (element) moveBeside(element, at);
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState === 'closed') close.current();
    };
    element?.addEventListener('toggle', onToggle);
    return () => {
      element?.removeEventListener('toggle', onToggle);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [at]);
  return popover;
}

function Tabs({ body }: { body: React.RefObject<HTMLDivElement | null> }) {
  const strings = useStrings().emoji;
  const show = (group: EmojiGroup) => {
    body.current?.querySelector(`[data-group=${group}]`)?.scrollIntoView({ block: 'start' });
  };
  return (
    <div className="flex justify-between border-b border-border px-2 pb-1">
      {EMOJI_GROUPS.map((group) => (
        <button
          key={group}
          type="button"
          title={strings.groups[group]}
          aria-label={strings.groups[group]}
          onClick={() => show(group)}
          className="grid size-8 place-items-center rounded-control text-[16px] opacity-70 grayscale transition-opacity hover:bg-sunken hover:opacity-100 hover:grayscale-0"
        >
          {TABS[group]}
        </button>
      ))}
    </div>
  );
}

interface GridProps {
  tone: string;
  onPick: (emoji: string) => void;
}

function Groups({ set, tone, onPick }: GridProps & { set: EmojiSet }) {
  const strings = useStrings().emoji;
  const recent = useMemo(() => recentEmoji(localStorage).slice(0, 2 * COLUMNS), []);
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

function Found({ set, query, tone, onPick }: GridProps & { set: EmojiSet; query: string }) {
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

function walk(event: KeyboardEvent<HTMLElement>) {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
  const step = steps[event.key];
  if (step === undefined) return;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-emoji]')];
  const next = cells[cells.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Tones({ tone, onChoose }: { tone: string; onChoose: (tone: string) => void }) {
  const strings = useStrings().emoji;
  return (
    <div role="radiogroup" aria-label={strings.skinTone} className="flex items-center gap-1 border-t border-border px-2 py-1">
      {SKIN_TONES.map((each, index) => (
        <button
          key={each}
          type="button"
          role="radio"
          aria-checked={each === tone}
          aria-label={strings.tones[index]}
          title={strings.tones[index]}
          onClick={() => onChoose(each)}
          className="grid size-7 place-items-center rounded-control text-[15px] leading-none hover:bg-sunken aria-checked:bg-accent-soft"
        >
          {`✋${each}`}
        </button>
      ))}
    </div>
  );
}

function GridSkeleton() {
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
