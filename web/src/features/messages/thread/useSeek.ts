// Scrolls to a row and keeps following it: rows that are inserted above the row move it. It is followed for a
// second, or until the reader scrolls.
import { useLayoutEffect, useRef } from 'react';
import type { Row } from './rows.ts';

const FOLLOWED_MS = 1_000;

type Align = 'start' | 'center';

export function useSeek(rows: readonly Row[], scrollTo: (index: number, align: Align) => void) {
  const followed = useRef<{ key: string; align: Align; until: number }>(undefined);
  const latest = useRef(scrollTo);
  useLayoutEffect(() => {
    latest.current = scrollTo;
  });
  useLayoutEffect(() => {
    const { current } = followed;
    if (!current || performance.now() > current.until) return;
    const index = rows.findIndex((row) => row.key === current.key);
    if (index >= 0) latest.current(index, current.align);
  }, [rows]);
  return {
    seek: (index: number, align: Align) => {
      const key = rows[index]?.key;
      if (key === undefined) return;
      followed.current = { key, align, until: performance.now() + FOLLOWED_MS };
      scrollTo(index, align);
    },
    forget: () => {
      followed.current = undefined;
    },
  };
}
