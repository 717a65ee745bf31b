// Ctrl/⌘+K opens any conversation, person or page by a few letters of its name. A combobox with a list of options
// (WAI-ARIA Authoring Practices, "Combobox"): the field keeps the focus, the arrows move the active option.
import { useId, useState, type KeyboardEvent } from 'react';
import { Dialog } from '@/design/Dialog.tsx';
import { SearchIcon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { closeOverlay } from '@/platform/overlay.ts';
import { OptionList } from './OptionList.tsx';
import { useSections, type Option } from './useSections.tsx';

export function Switcher() {
  const strings = useStrings().app.switcher;
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const sections = useSections(query.trim());
  const options = sections.flatMap((section) => section.options);
  const current = Math.min(active, Math.max(0, options.length - 1));

  const choose = (option: Option | undefined) => {
    if (!option) return;
    closeOverlay();
    option.open();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length > 0) setActive((current + step + options.length) % options.length);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(options[current]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={strings.label} onClose={closeOverlay} bare>
      <div className="flex items-center gap-3 border-b border-border px-4">
        <SearchIcon className="shrink-0 text-muted" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={options[current] ? `${listId}-${current}` : undefined}
          aria-label={strings.placeholder}
          placeholder={strings.placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
          className="h-12 min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted"
        />
      </div>
      {options.length === 0 && (
        <p role="status" className="px-3 py-6 text-center text-small text-muted">
          {query ? strings.nothing : strings.hint}
        </p>
      )}
      <OptionList id={listId} sections={sections} current={current} onActivate={setActive} onChoose={choose} />
    </Dialog>
  );
}
