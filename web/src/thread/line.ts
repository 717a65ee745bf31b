// A message as the thread draws it: what the store holds, told apart from what is still on its way, under a key that stays
// the same when it is acknowledged.
export type LineState = 'sent' | 'sending' | 'failed';

export interface Quote {
  seq: number;
  sender: string;
  body: string;
  isDeleted: boolean;
}

export interface Reaction {
  emoji: string;
  users: readonly string[];
}

export interface Line {
  key: string;
  // The number of the message in its conversation; undefined while it is on its way.
  seq: number | undefined;
  sender: string;
  clientId: string;
  kind: 'text' | 'system';
  at: number;
  body: string;
  state: LineState;
  editedAt: string | undefined;
  isDeleted: boolean;
  deletedBy: string | undefined;
  quote: Quote | undefined;
  reactions: readonly Reaction[];
  mentions: readonly string[];
  mentionsAll: boolean;
  isPinned: boolean;
}
