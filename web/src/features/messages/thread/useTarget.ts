import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Line } from '@/features/messages/line.ts';
import type { MessageListHandle } from './MessageList.tsx';

const SHOWN_MS = 2_000;

// Scrolls to the message that the address names when the address changes. Returns its seq while it is marked.
export function useTarget(seq: number | undefined, isSettled: boolean, lines: readonly Line[], list: RefObject<MessageListHandle | null>) {
  const done = useRef<number>(undefined);
  const [faded, setFaded] = useState<number>();
  if (seq === undefined && faded !== undefined) setFaded(undefined);
  useEffect(() => {
    if (seq === undefined) done.current = undefined;
    if (seq === undefined || !isSettled || done.current === seq) return;
    if (list.current?.scrollToSeq(seq)) done.current = seq;
  }, [seq, isSettled, lines, list]);
  useEffect(() => {
    if (seq === undefined || !isSettled) return;
    const timer = setTimeout(setFaded, SHOWN_MS, seq);
    return () => clearTimeout(timer);
  }, [seq, isSettled]);
  return isSettled && faded !== seq ? seq : undefined;
}
