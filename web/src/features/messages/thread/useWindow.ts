// The part of a long conversation that is loaded: its end, or the surroundings of one message.
import { useClient, useMessages } from '@parley/client/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toast } from '@/design/Toast.tsx';
import { lineOf, type Line } from '@/features/messages/line.ts';
import { currentStrings } from '@/i18n/languages.ts';

export interface MessageWindow {
  lines: readonly Line[];
  hasOlder: boolean;
  hasNewer: boolean;
  status: 'loading' | 'ready' | 'failed';
  // Whether the wanted message is loaded, or is known to be missing.
  isSettled: boolean;
  loadOlder: () => void;
  loadNewer: () => void;
}

// `wanted` is the seq around which messages are loaded; undefined for the end of the conversation.
export function useWindow(conversation: string, wanted: number | undefined): MessageWindow {
  const client = useClient();
  const { messages, hasOlder, hasNewer, status } = useMessages(conversation);
  const lines = useMemo(() => messages.map(lineOf), [messages]);
  // The wanted seq that the server has answered last. The thread waits until it is the current one.
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
        if (!isThere) toast(currentStrings().messages.messageMissing);
      },
      () => {
        settle();
        toast(currentStrings().messages.messageMissing);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, conversation, wanted, holds, settled, status]);

  // The list may report often that its end is near; only one page is loaded at a time.
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
