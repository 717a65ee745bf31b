import { classes } from '@/design/classes.ts';
import { FILTERS, type Filter } from '@/features/conversations/item.ts';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';

interface FilterBarProps {
  filter: Filter;
  unread: number;
  onChoose: (filter: Filter) => void;
}

export function FilterBar({ filter, unread, onChoose }: FilterBarProps) {
  const strings = useStrings().conversations;
  const formats = useFormats();
  return (
    <div role="group" aria-label={strings.filter} className="flex gap-1 overflow-x-auto px-3 pb-2 [scrollbar-width:none]">
      {FILTERS.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === filter}
          onClick={() => onChoose(each)}
          className={classes(
            'h-7 shrink-0 rounded-full px-2.5 text-small transition-colors pointer-coarse:h-8',
            each === filter ? 'bg-text/8 font-medium text-text' : 'text-muted hover:bg-sunken hover:text-text',
          )}
        >
          {strings.filters[each]}
          {each === 'unread' && unread > 0 && <span className="ms-1 tabular text-accent">{formats.number(unread)}</span>}
        </button>
      ))}
    </div>
  );
}
