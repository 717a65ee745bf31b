import type { Message } from '@parley/client';

// Merges the pinned messages that the server listed with those that the SDK holds, the newest pin first. The higher rev
// wins.
export function mergePins(listed: readonly Message[], stored: readonly Message[]): Message[] {
  const bySeq = new Map(listed.map((message) => [message.seq, message]));
  for (const message of stored) {
    const before = bySeq.get(message.seq);
    if (message.seq > 0 && (!before || message.rev >= before.rev)) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()]
    .filter((message) => message.pinned_at !== undefined)
    .sort((one, other) => (other.pinned_at ?? '').localeCompare(one.pinned_at ?? '') || other.seq - one.seq);
}
