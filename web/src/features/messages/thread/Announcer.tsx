// Announces new messages to screen readers. The list of messages cannot do so, because its rows come and go with
// scrolling.
import { useEffect, useRef, useState } from 'react';
import { previewOf } from '@/features/messages/content.ts';
import { useThread } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import { useStrings } from '@/i18n/languages.ts';

export function Announcer({ lines, hasNewer }: { lines: readonly Line[]; hasNewer: boolean }) {
  const { me, nameOf } = useThread();
  const strings = useStrings();
  const [said, setSaid] = useState('');
  const latest = lines.findLast((line) => line.seq !== undefined);
  const heard = useRef(latest?.seq ?? 0);

  useEffect(() => {
    const isNew = latest?.seq !== undefined && latest.seq > heard.current;
    if (latest?.seq !== undefined) heard.current = Math.max(heard.current, latest.seq);
    // Loaded pages and the reader's own messages are not announced.
    if (!isNew || hasNewer || latest.sender === me.id) return;
    setSaid(strings.messages.announce(nameOf(latest.sender), previewOf(latest.content, strings)));
  }, [latest, hasNewer, me.id, nameOf, strings]);

  return (
    <p className="sr-only" aria-live="polite">
      {said}
    </p>
  );
}
