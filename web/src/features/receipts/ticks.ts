// How far the reader's own message has come. In a group one other member is enough for `delivered` and `read`; the
// message's menu leads to the list of readers.
export type Tick = 'sending' | 'failed' | 'sent' | 'delivered' | 'read';

export interface Reach {
  // The highest seq that a device of another member has received, and the highest that another member has read.
  delivered: number;
  read: number;
}

export interface Receipt {
  user: string;
  deliveredSeq: number;
  // Absent for members who read in private.
  readSeq?: number | undefined;
}

export function reachOf(receipts: Iterable<Receipt>, me: string): Reach {
  const reach: Reach = { delivered: 0, read: 0 };
  for (const { user, deliveredSeq, readSeq = 0 } of receipts) {
    if (user === me) continue;
    reach.read = Math.max(reach.read, readSeq);
    reach.delivered = Math.max(reach.delivered, deliveredSeq, readSeq);
  }
  return reach;
}

export function tickOf(message: { seq?: number | undefined; failed: boolean }, reach: Reach): Tick {
  if (message.failed) return 'failed';
  if (message.seq === undefined) return 'sending';
  if (message.seq <= reach.read) return 'read';
  return message.seq <= reach.delivered ? 'delivered' : 'sent';
}
