// Finds people by the beginning of a name and keeps the chosen ones as chips. A combobox with a list of options
// (WAI-ARIA Authoring Practices, "Combobox"): the field keeps the focus, the arrows move the active option.
import type { PublicUser } from '@parley/client';
import { useClient, useMe } from '@parley/client/react';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { Name } from '@/design/Name.tsx';
import { classes } from '@/design/classes.ts';
import { inputLook } from '@/design/Field.tsx';
import { CheckIcon, CloseIcon } from '@/design/icons.tsx';
import { ErrorState } from '@/design/states.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useAnswer } from '@/platform/useAnswer.ts';

export interface Chosen {
  id: string;
  name: string;
}

interface PeoplePickerProps {
  chosen: readonly Chosen[];
  // The ids of people that are not offered.
  without: readonly string[];
  onChange: (chosen: readonly Chosen[]) => void;
}

export function PeoplePicker({ chosen, without, onChange }: PeoplePickerProps) {
  const strings = useStrings().accounts.picker;
  const listId = useId();
  const [query, setQuery] = useState('');
  const [activeIndex, setActive] = useState(0);
  const { found, isEmpty, hasFailed, again } = useFoundPeople(query, without);
  const active = Math.min(activeIndex, found.length - 1);
  const isChosen = (id: string) => chosen.some((one) => one.id === id);

  const toggle = (user: PublicUser) => {
    const rest = chosen.filter((one) => one.id !== user.id);
    onChange(isChosen(user.id) ? rest : [...rest, { id: user.id, name: user.display_name }]);
    setQuery('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const user = found[active];
    if (event.key === 'ArrowDown') setActive(Math.min(activeIndex + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(activeIndex - 1, 0));
    else if (event.key === 'Enter' && user) toggle(user);
    else if (event.key === 'Backspace' && query === '' && chosen.length > 0) onChange(chosen.slice(0, -1));
    else return;
    if (event.key !== 'Backspace') event.preventDefault();
  };

  return (
    <div>
      <Chips chosen={chosen} onRemove={(id) => onChange(chosen.filter((other) => other.id !== id))} />
      <input
        data-autofocus
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${active}` : undefined}
        aria-label={strings.find}
        placeholder={strings.find}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className={classes(inputLook, 'h-10')}
      />
      <div className="mt-2 h-64 overflow-y-auto">
        {query.trim() === '' && <p className="px-2 py-6 text-center text-small text-balance text-muted">{strings.hint}</p>}
        {hasFailed && <ErrorState title={strings.failed} onRetry={again} />}
        {isEmpty && <p className="px-2 py-6 text-center text-small text-muted">{strings.nobody}</p>}
        <ul id={listId} role="listbox" aria-label={strings.find} aria-multiselectable="true">
          {found.map((user, index) => (
            <PersonOption key={user.id} id={`${listId}-${index}`} user={user} isActive={index === active} isChosen={isChosen(user.id)} onPick={toggle} />
          ))}
        </ul>
      </div>
    </div>
  );
}

// Returns the people that the server finds by the query. `isEmpty` is true only after the server has answered.
function useFoundPeople(query: string, without: readonly string[]) {
  const client = useClient();
  const { id: me } = useMe();
  const wanted = useDeferredValue(query.trim());
  const { value, hasFailed, again } = useAnswer<{ users: PublicUser[] }>(`people ${wanted}`, async () =>
    wanted === '' ? { users: [] } : client.call('user.search', { q: wanted }),
  );
  const hasQuery = query.trim() !== '';
  const found = (hasQuery ? (value?.users ?? []) : []).filter((user) => user.id !== me && !without.includes(user.id));
  return { found, isEmpty: hasQuery && value !== undefined && found.length === 0, hasFailed, again };
}

function Chips({ chosen, onRemove }: { chosen: readonly Chosen[]; onRemove: (id: string) => void }) {
  const strings = useStrings().accounts.picker;
  if (chosen.length === 0) return null;
  return (
    <ul aria-label={strings.chosen} className="mb-2 flex flex-wrap gap-1.5">
      {chosen.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            aria-label={strings.remove(one.name)}
            onClick={() => onRemove(one.id)}
            className="flex h-8 max-w-56 items-center gap-2 rounded-full bg-accent-soft ps-1 pe-2.5 text-small"
          >
            <Avatar id={one.id} name={one.name} size={24} />
            <Name className="truncate">{one.name}</Name>
            <CloseIcon size={14} className="shrink-0" />
          </button>
        </li>
      ))}
    </ul>
  );
}

interface PersonOptionProps {
  id: string;
  user: PublicUser;
  isActive: boolean;
  isChosen: boolean;
  onPick: (user: PublicUser) => void;
}

function PersonOption({ id, user, isActive, isChosen, onPick }: PersonOptionProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      // A press must not take the focus from the field.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(user)}
      className={classes('flex cursor-pointer items-center gap-3 rounded-control px-2 py-1.5', isActive ? 'bg-sunken' : 'hover:bg-sunken')}
    >
      <Avatar id={user.id} name={user.display_name} size={36} />
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-5 font-medium">
          <Name>{user.display_name}</Name>
        </span>
        <span className="block truncate text-small leading-4.5 text-muted">
          <Name>{`@${user.username}`}</Name>
        </span>
      </span>
      {isChosen && <CheckIcon className="text-accent" />}
    </li>
  );
}
