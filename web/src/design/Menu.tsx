// A menu of actions, by the pattern of the WAI-ARIA Authoring Practices ("Menu Button"): arrows move, letters jump,
// Escape closes and gives the focus back. The menu is a popover: the browser's top layer holds it, so nothing clips it.
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { classes } from './classes.ts';
import { CheckIcon, type Icon } from './icons.tsx';

export interface MenuItem {
  label: string;
  icon?: Icon;
  // The key that does the same, shown at the end of the line.
  keys?: string;
  hint?: string;
  danger?: boolean;
  disabled?: boolean;
  // Whether an item that can be on or off is on.
  checked?: boolean;
  onSelect: () => void;
}

export type MenuEntry = MenuItem | 'separator';

// The menu opens below or above an element, or at a point.
export type MenuAnchor = DOMRect | { x: number; y: number };

const EDGE = 8;

function moveBeside(menu: HTMLElement, at: MenuAnchor) {
  const { width, height } = menu.getBoundingClientRect();
  const isRectangle = at instanceof DOMRect;
  const below = isRectangle ? at.bottom + 4 : at.y;
  const above = (isRectangle ? at.top - 4 : at.y) - height;
  const startsRight = isRectangle && at.left + width > innerWidth - EDGE;
  const left = startsRight ? at.right - width : at.x;
  const top = below + height > innerHeight - EDGE && above > EDGE ? above : below;
  menu.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  menu.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
}

interface MenuProps {
  id?: string;
  label: string;
  at: MenuAnchor;
  entries: readonly MenuEntry[];
  onClose: () => void;
}

const ITEMS = '[role^=menuitem]:not(:disabled)';

// Opens the menu, puts the focus on its first item, and gives the focus back when the menu goes.
function useOpenMenu(menu: RefObject<HTMLDivElement | null>, at: MenuAnchor, onClose: () => void) {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const element = menu.current;
    const before = document.activeElement;
    element?.showPopover();
    if (element) moveBeside(element, at);
    element?.querySelector<HTMLElement>(ITEMS)?.focus();
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState === 'closed') close.current();
    };
    element?.addEventListener('toggle', onToggle);
    return () => {
      element?.removeEventListener('toggle', onToggle);
      const hadFocus = element?.contains(document.activeElement) || document.activeElement === document.body;
      if (hadFocus && before instanceof HTMLElement) before.focus();
    };
  }, [menu, at]);
}

export function Menu({ id, label, at, entries, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useOpenMenu(menu, at, onClose);

  const move = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];
    const index = items.indexOf(document.activeElement as HTMLElement);
    const to = (next: number) => {
      event.preventDefault();
      items[(next + items.length) % items.length]?.focus();
    };
    if (event.key === 'ArrowDown') to(index + 1);
    else if (event.key === 'ArrowUp') to(index - 1);
    else if (event.key === 'Home') to(0);
    else if (event.key === 'End') to(items.length - 1);
    else if (event.key === 'Tab') onClose();
    else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLocaleLowerCase();
      const after = [...items.slice(index + 1), ...items.slice(0, index + 1)];
      after.find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(letter))?.focus();
    }
    event.stopPropagation();
  };

  return (
    <div
      ref={menu}
      id={id}
      role="menu"
      aria-label={label}
      popover="auto"
      tabIndex={-1}
      onKeyDown={move}
      className="animate-rise fixed inset-auto m-0 max-h-[calc(100dvh-16px)] min-w-48 overflow-y-auto rounded-card border border-border bg-raised p-1 text-text shadow-raised outline-none"
    >
      {entries.map((entry, index) =>
        entry === 'separator' ? (
          <div key={`separator-${index}`} role="separator" className="mx-2 my-1 h-px bg-border" />
        ) : (
          <Entry key={entry.label} item={entry} onClose={onClose} />
        ),
      )}
    </div>
  );
}

function Entry({ item, onClose }: { item: MenuItem; onClose: () => void }) {
  const EntryIcon = item.icon;
  return (
    <button
      type="button"
      role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={item.checked}
      tabIndex={-1}
      disabled={item.disabled}
      onClick={() => {
        onClose();
        item.onSelect();
      }}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      className={classes(
        'flex w-full items-center gap-3 rounded-control px-2.5 py-1.5 text-start text-small outline-none pointer-coarse:py-2.5',
        'focus:bg-sunken disabled:opacity-45',
        item.danger && 'text-danger',
      )}
    >
      {EntryIcon && <EntryIcon size={18} className={classes('shrink-0', !item.danger && 'text-muted')} />}
      <span className="min-w-0 flex-1">
        {item.label}
        {item.hint && <span className="block text-muted">{item.hint}</span>}
      </span>
      {item.checked && <CheckIcon size={16} className="text-accent" />}
      {item.keys && <kbd className="ps-4 font-sans text-tiny text-muted">{item.keys}</kbd>}
    </button>
  );
}

interface MenuButtonProps {
  label: string;
  entries: readonly MenuEntry[];
  // Draws the button and spreads the given attributes onto it.
  children: (button: MenuTrigger) => ReactNode;
}

export interface MenuTrigger {
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  'aria-controls': string | undefined;
  onClick: (event: { currentTarget: Element }) => void;
}

export function MenuButton({ label, entries, children }: MenuButtonProps) {
  const id = useId();
  const [at, setAt] = useState<DOMRect | null>(null);
  const trigger: MenuTrigger = {
    'aria-haspopup': 'menu',
    'aria-expanded': at !== null,
    'aria-controls': at ? id : undefined,
    onClick: (event) => setAt(at ? null : event.currentTarget.getBoundingClientRect()),
  };
  return (
    <>
      {children(trigger)}
      {at && <Menu id={id} label={label} at={at} entries={entries} onClose={() => setAt(null)} />}
    </>
  );
}
