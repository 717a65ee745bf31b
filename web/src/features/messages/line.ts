import { keyOf, type ParleyError, type StoredMessage } from '@parley/client';
import { contentOf, contentOfQuote, type Content } from './content.ts';

// A message as the thread draws it, stored or still on its way. Its key stays the same when the server acknowledges it.
export type LineState = 'sent' | 'sending' | 'failed';

export interface Quote {
  seq: number;
  sender: string;
  content: Content;
}

export interface Reaction {
  emoji: string;
  users: readonly string[];
}

export interface Line {
  key: string;
  // The seq of the message; undefined while it is on its way.
  seq: number | undefined;
  sender: string;
  clientId: string;
  at: number;
  content: Content;
  state: LineState;
  // Why sending failed, if the server has said so.
  error: ParleyError | undefined;
  editedAt: string | undefined;
  // Who deleted the message, unless that was its sender.
  deletedBy: string | undefined;
  quote: Quote | undefined;
  reactions: readonly Reaction[];
  mentions: readonly string[];
  mentionsAll: boolean;
  isPinned: boolean;
}

// An unchanged message gives the same line, so it is not drawn again.
const lines = new WeakMap<StoredMessage, Line>();

export function lineOf(message: StoredMessage): Line {
  const line = lines.get(message) ?? makeLine(message);
  lines.set(message, line);
  return line;
}

function makeLine(message: StoredMessage): Line {
  const { quote } = message;
  return {
    key: keyOf(message),
    seq: message.state === undefined ? message.seq : undefined,
    sender: message.sender,
    clientId: message.client_id,
    at: Date.parse(message.created_at),
    content: contentOf(message),
    state: message.state ?? 'sent',
    error: message.error,
    editedAt: message.edited_at,
    deletedBy: message.deleted_by,
    quote: quote && { seq: quote.seq, sender: quote.sender, content: contentOfQuote(quote) },
    reactions: message.reactions ?? [],
    mentions: message.mentions ?? [],
    mentionsAll: message.mentions_all === true,
    isPinned: message.pinned_at !== undefined,
  };
}
