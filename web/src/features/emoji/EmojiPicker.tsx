// All emoji by group, the recent ones on top, with a search in the user's language. Arrows move through the grid, Enter
// picks, Escape closes.
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { classes } from '@/design/classes.ts';
import { inputLook } from '@/design/Field.tsx';
import { SearchIcon } from '@/design/icons.tsx';
import { ErrorState } from '@/design/states.tsx';
import { useLanguage, useStrings } from '@/i18n/languages.ts';
import { privateStorage } from '@/platform/client.ts';
import { AllEmoji, FoundEmoji, GridSkeleton, walkGrid } from './EmojiGrid.tsx';
import { GroupTabs } from './GroupTabs.tsx';
import { moveBeside } from './position.ts';
import { rememberEmoji } from './recent.ts';
import { SkinTones } from './SkinTones.tsx';
import { useEmojiSet } from './useEmojiSet.ts';

const TONE_KEY = 'parley.emoji.tone';

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
  const [tone, setTone] = useState(() => privateStorage.getItem(TONE_KEY) ?? '');
  const popover = usePopover(at, onClose);
  const body = useRef<HTMLDivElement>(null);

  const pick = (emoji: string) => {
    rememberEmoji(privateStorage, emoji);
    onClose();
    onPick(emoji);
  };
  const chooseTone = (next: string) => {
    privateStorage.setItem(TONE_KEY, next);
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
      {query.trim() === '' && <GroupTabs body={body} />}
      <div ref={body} onKeyDown={walkGrid} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {hasFailed && <ErrorState title={strings.failed} onRetry={retry} />}
        {!set && !hasFailed && <GridSkeleton />}
        {set && query.trim() !== '' && <FoundEmoji set={set} query={query} tone={tone} onPick={pick} />}
        {set && query.trim() === '' && <AllEmoji set={set} tone={tone} onPick={pick} />}
      </div>
      <SkinTones tone={tone} onChoose={chooseTone} />
    </div>
  );
}

// Opens the popover beside its button, and gives the focus back when it goes.
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
