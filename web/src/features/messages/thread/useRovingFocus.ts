// The Tab key stops at one message: the last one, or the one that had the focus. Arrows, Home and End move from there.
import { useReducer, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { Row } from './rows.ts';

interface Sent {
  key: string;
  index: number;
}

const isMessage = (row: Row) => row.kind === 'message';

export function useRovingFocus(rows: readonly Row[]) {
  const [chosen, setChosen] = useState<string>();
  const sent = useRef<Sent>(undefined);
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  const chosenIndex = chosen === undefined ? -1 : rows.findIndex((row) => row.key === chosen);
  const index = chosenIndex >= 0 ? chosenIndex : rows.findLastIndex(isMessage);

  const send = (to: number) => {
    const row = rows[to];
    if (!row) return;
    sent.current = { key: row.key, index: to };
    setChosen(row.key);
    renderAgain();
  };

  return {
    index,
    last: () => send(rows.findLastIndex(isMessage)),
    // Returns whether the key moved the focus.
    walk: (from: string, event: KeyboardEvent): boolean => {
      const at = rows.findIndex((row) => row.key === from);
      const targets: Record<string, () => number> = {
        ArrowUp: () => rows.slice(0, at).findLastIndex(isMessage),
        ArrowDown: () => rows.findIndex((row, other) => other > at && isMessage(row)),
        Home: () => rows.findIndex(isMessage),
        End: () => rows.findLastIndex(isMessage),
      };
      const target = targets[event.key];
      if (!target) return false;
      event.preventDefault();
      send(target());
      return true;
    },
    onFocus: (event: FocusEvent) => {
      const key = (event.target as HTMLElement).closest<HTMLElement>('[data-message]')?.dataset.message;
      if (key) setChosen(key);
    },
    // Returns the row that is to get the focus, and forgets it.
    takeSent: (): Sent | undefined => {
      const taken = sent.current;
      sent.current = undefined;
      return taken;
    },
  };
}
