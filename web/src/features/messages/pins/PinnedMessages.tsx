// The bar of pinned messages, without those of blocked people. A message that is pinned while the thread is open appears in it at once.
import type { Message } from '@parley/client';
import { useClient, useMessages } from '@parley/client/react';
import { useEffect, useMemo, useState } from 'react';
import { useThread } from '@/features/messages/context.ts';
import { PinBar } from './PinBar.tsx';
import { mergePins } from './pins.ts';

export function PinnedMessages() {
  const { conversation, isHidden } = useThread();
  const client = useClient();
  const { messages } = useMessages(conversation);
  const [listed, setListed] = useState<readonly Message[]>([]);
  const revs = messages.reduce((sum, message) => (message.pinned_at ? sum + message.rev : sum), 0);

  useEffect(() => {
    let isCurrent = true;
    client.callAll('pin.list', { conversation }, 'messages').then(
      (pinned) => isCurrent && setListed(pinned),
      // The bar is a convenience; the thread works without it.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [client, conversation, revs]);

  const pins = useMemo(() => mergePins(listed, messages).filter(({ sender }) => !isHidden(sender)), [listed, messages, isHidden]);
  const [newest] = pins;
  return newest ? <PinBar pin={newest} count={pins.length} /> : null;
}
