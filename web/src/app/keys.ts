// The keyboard map. A component says which keys it answers while it is on the screen; one listener serves them all, the
// latest first, and the list behind `?` is made from the same entries.
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { Strings } from '@/i18n/languages.ts';

export type KeyGroup = 'general' | 'list' | 'thread' | 'composer';

export interface KeyBinding {
  // One or several of: "mod+k", "alt+ArrowUp", "Escape", "?", "r". `mod` is ⌘ on a Mac, Ctrl elsewhere.
  keys: string | readonly string[];
  group: KeyGroup;
  label: (strings: Strings) => string;
  // Gives false where it does not apply now: then the next in line is asked.
  run: (event: KeyboardEvent) => boolean | void;
  // Also while writing in a field. Those with a modifier and Escape always are.
  inFields?: boolean;
  // Only for the list: what answers it is elsewhere (the composer's own handling of Enter).
  describedOnly?: boolean;
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export const useKeyMap = create<{ bindings: readonly KeyBinding[] }>(() => ({ bindings: [] }));

function matches(event: KeyboardEvent, keys: string) {
  const parts = keys.split('+');
  const key = parts.pop() ?? '';
  const wants = (name: string) => parts.includes(name);
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  if (mod !== wants('mod') || other || event.altKey !== wants('alt')) return false;
  // A sign such as ? is typed with Shift on some keyboards and without on others.
  if (key.length > 1 && event.shiftKey !== wants('shift')) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

function isField(target: EventTarget | null) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

const keysOf = (binding: KeyBinding) => (typeof binding.keys === 'string' ? [binding.keys] : binding.keys);

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  // A dialog or a menu has the keyboard to itself.
  if (document.querySelector('dialog[open], [popover]:popover-open')) return;
  for (const binding of [...useKeyMap.getState().bindings].reverse()) {
    const pressed = keysOf(binding).find((keys) => matches(event, keys));
    if (!pressed || binding.describedOnly) continue;
    const isFree = binding.inFields || pressed.includes('mod+') || pressed.includes('alt+') || pressed === 'Escape';
    if (isField(event.target) && !isFree) continue;
    if (binding.run(event) === false) continue;
    event.preventDefault();
    return;
  }
}

addEventListener('keydown', onKeyDown);

// The bindings may be made anew with every rendering; what is registered is the first, which calls the latest.
export function useKeys(bindings: readonly KeyBinding[]) {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    const registered = latest.current.map((binding, index) => ({
      ...binding,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }));
    useKeyMap.setState((state) => ({ bindings: [...state.bindings, ...registered] }));
    return () => useKeyMap.setState((state) => ({ bindings: state.bindings.filter((one) => !registered.includes(one)) }));
  }, []);
}

const SIGNS: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  shift: '⇧',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
};

// "mod+k" as it is printed on the keyboard at hand, key by key.
export function keySigns(keys: string) {
  return keys.split('+').map((key) => SIGNS[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key));
}

export { keysOf };
