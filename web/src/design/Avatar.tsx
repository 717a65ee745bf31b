// The picture of a person or a group, or its initials on a colour. The id decides the colour, so it is the same
// everywhere.
import { useState } from 'react';
import { classes } from './classes.ts';
import { UsersIcon } from './icons.tsx';

export type PresenceState = 'online' | 'away' | 'dnd' | 'offline';

// A presence as an icon, for menus.
export function PresenceIcon({ state, className }: { state: Exclude<PresenceState, 'offline'>; className?: string }) {
  return (
    <span className={classes('grid size-4.5 place-items-center [--ground:var(--raised)]', className)} aria-hidden="true">
      <PresenceDot state={state} className="size-4" />
    </span>
  );
}

interface AvatarProps {
  // The id of a user or a conversation.
  id: string;
  name: string;
  image?: string | undefined;
  size?: number | 'row';
  // Shown as a dot, unless it is offline.
  presence?: PresenceState | undefined;
  group?: boolean;
  className?: string;
}

const HUES = 18;

// Hashes the id by FNV-1a, because similar ids should not get similar colours.
export function hueOf(id: string) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return ((hash >>> 0) % HUES) * (360 / HUES);
}

const segments = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;

function firstGrapheme(word: string) {
  return segments ? (segments.segment(word)[Symbol.iterator]().next().value?.segment ?? '') : ([...word][0] ?? '');
}

// Returns two initials for a name of several words; one for a single word, and for scripts other than Latin, Greek and
// Cyrillic.
export function initialsOf(name: string) {
  const words = name
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter(Boolean);
  const first = words[0] ?? name.trim();
  const last = words.length > 1 ? words.at(-1) : undefined;
  const isLatin = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(first);
  return (firstGrapheme(first) + (last && isLatin ? firstGrapheme(last) : '')).toLocaleUpperCase();
}

export function Avatar({ id, name, image, size = 'row', presence, group = false, className }: AvatarProps) {
  const [isBroken, setBroken] = useState(false);
  const side = size === 'row' ? 'var(--row-avatar)' : `${size}px`;
  const isSmall = typeof size === 'number' && size < 28;
  return (
    <span className={classes('relative inline-block shrink-0', className)} style={{ width: side, height: side }} aria-hidden="true">
      {image && !isBroken ? (
        <img
          src={image}
          alt=""
          width={48}
          height={48}
          onError={() => setBroken(true)}
          className={classes('size-full object-cover', group ? 'rounded-[30%]' : 'rounded-full')}
        />
      ) : (
        <span
          className={classes('avatar grid size-full place-items-center font-semibold select-none', group ? 'rounded-[30%]' : 'rounded-full')}
          // The style sheet draws the initials. As text they would become part of the name of a button around them.
          data-initials={initialsOf(name)}
          style={{ '--hue': hueOf(id), fontSize: `calc(${side} * 0.38)` } as React.CSSProperties}
        >
          {initialsOf(name) === '' && <UsersIcon size={16} />}
        </span>
      )}
      {presence && presence !== 'offline' && <PresenceDot state={presence} className={classes('absolute -end-0.5 -bottom-0.5', isSmall ? 'size-2.5' : 'size-3.5')} />}
    </span>
  );
}

// The states differ in shape as well as in colour: a disc, a crescent, a bar.
function PresenceDot({ state, className }: { state: Exclude<PresenceState, 'offline'>; className: string }) {
  return (
    <span
      className={classes(
        'grid place-items-center overflow-hidden rounded-full border-2 border-(--ground,var(--surface))',
        className,
        state === 'online' && 'bg-success',
        state === 'away' && 'bg-away',
        state === 'dnd' && 'bg-danger',
      )}
    >
      {state === 'away' && <span className="size-[60%] -translate-x-[25%] -translate-y-[25%] rounded-full bg-(--ground,var(--surface))" />}
      {state === 'dnd' && <span className="h-0.5 w-[60%] bg-(--ground,var(--surface))" />}
    </span>
  );
}
