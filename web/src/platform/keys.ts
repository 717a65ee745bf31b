// The keys of the client. A component registers the keys that it answers while it is on the screen. One listener asks
// the bindings, the latest first, and the list that `?` opens is made from the same bindings.
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { Strings } from '@/i18n/languages.ts';

export type KeyGroup = 'general' | 'list' | 'thread' | 'composer';

export interface KeyBinding {
  // One key or several, such as "mod+k", "alt+ArrowUp", "Escape", "?", "r". `mod` is ⌘ on a Mac and Ctrl elsewhere.
  keys: string | readonly string[];
  group: KeyGroup;
  label: (strings: Strings) => string;
  // Returns false if the key does nothing now; the next binding is asked then.
  run: (event: KeyboardEvent) => boolean | void;
  // Whether the key works in text fields. Escape and keys with a modifier always do.
  inFields?: boolean;
  // Whether the binding is for the list only, because an element handles the key itself (the composer handles Enter).
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
  // Some keyboards need Shift to type a character such as `?`, others do not.
  if (key.length > 1 && event.shiftKey !== wants('shift')) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

function isField(target: EventTarget | null) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

const keysOf = (binding: KeyBinding) => (typeof binding.keys === 'string' ? [binding.keys] : binding.keys);

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  // An open dialog or menu gets all keys.
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

// The caller may pass new bindings with every rendering. The first ones stay registered and call the latest ones.
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

const KEY_NAMES: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  shift: '⇧',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
};

// Returns the keys of "mod+k" as the user's keyboard names them.
export function keyNames(keys: string) {
  return keys.split('+').map((key) => KEY_NAMES[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key));
}

export { keysOf };
