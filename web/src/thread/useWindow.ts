// Which part of a long conversation is loaded: the end of it, or the surroundings of a message that somebody wants to see.
import { useMessages } from '@parley/client/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toast } from '@/design/Toast.tsx';
import { currentStrings } from '@/i18n/languages.ts';
import { useClient } from '@/session/client.tsx';
import { lineOf } from './line.ts';

export function useWindow(conversation: string, wanted: number | undefined) {
  const client = useClient();
  const { messages, hasOlder, hasNewer, status } = useMessages(conversation);
  const lines = useMemo(() => messages.map(lineOf), [messages]);
  // What was asked for last, and whether the answer is there: until then the thread waits.
  const [settled, setSettled] = useState<number>();
  const holds = wanted === undefined || lines.some((line) => line.seq === wanted);
  const isSettled = holds || settled === wanted;

  useEffect(() => {
    if (wanted === undefined || holds || settled === wanted || status === 'loading') return;
    let isCurrent = true;
    const settle = () => isCurrent && setSettled(wanted);
    client.showAround(conversation, wanted).then(
      (isThere) => {
        settle();
        if (!isThere) toast(currentStrings().thread.messageMissing);
      },
      () => {
        settle();
        toast(currentStrings().thread.messageMissing);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, conversation, wanted, holds, settled, status]);

  // One page at a time, however often the list says that its end is near.
  const loading = useRef(false);
  const load = useCallback((more: Promise<unknown>) => {
    loading.current = true;
    const done = () => {
      loading.current = false;
    };
    more.then(done, done);
  }, []);
  const loadOlder = useCallback(() => {
    if (!loading.current) load(client.loadOlder(conversation));
  }, [client, conversation, load]);
  const loadNewer = useCallback(() => {
    if (!loading.current) load(client.loadNewer(conversation));
  }, [client, conversation, load]);

  return { lines, hasOlder, hasNewer, status, isSettled, loadOlder, loadNewer };
}
