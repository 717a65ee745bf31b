// What every message of a thread needs: names, permissions and actions. The values stay the same objects while the
// conversation is open, so a message is drawn again only when it has changed itself.
import { createContext, useContext } from 'react';
import type { Line } from './line.ts';
import type { IsMention } from './text.ts';

export interface Permissions {
  // Whether the reader may write here; false if the reader has blocked the other member, or that account is closed.
  canWrite: boolean;
  canPin: boolean;
  // Whether the reader may delete the messages of others.
  canModerate: boolean;
}

export interface ThreadActions {
  reply: (line: Line) => void;
  edit: (line: Line) => void;
  remove: (line: Line) => void;
  react: (line: Line, emoji: string, isOn: boolean) => void;
  pin: (line: Line, isOn: boolean) => void;
  copyText: (line: Line) => void;
  copyLink: (line: Line) => void;
  retry: (line: Line) => void;
  discard: (line: Line) => void;
  jump: (seq: number) => void;
  showReaders: (line: Line) => void;
  showEdits: (line: Line) => void;
}

export interface ThreadContext {
  conversation: string;
  isGroup: boolean;
  me: { id: string; username: string };
  nameOf: (user: string) => string;
  isMention: IsMention;
  // Whether messages and reactions of this user are hidden here: the reader has blocked the user.
  isHidden: (user: string) => boolean;
  permissions: Permissions;
  actions: ThreadActions;
}

const Context = createContext<ThreadContext | null>(null);
export const ThreadProvider = Context.Provider;

export function useThread(): ThreadContext {
  const context = useContext(Context);
  if (!context) throw new Error('A message stands outside of a thread.');
  return context;
}

export function isOwn(line: Line, { me }: ThreadContext): boolean {
  return line.sender === me.id;
}
