// The client in React. Each hook returns a snapshot and renders its component again when the snapshot is another one.
import { createContext, createElement, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type {
  Client,
  ConnectionView,
  ConversationItem,
  ConversationList,
  Member,
  MemberReceipt,
  MessageWindow,
  Presence,
  PresenceState,
  PublicUser,
  Readable,
  ServerInfo,
  SessionState,
  User,
} from '../index.ts';

const ClientContext = createContext<Client | undefined>(undefined);

/** Provides the client to the hooks below it. */
export function ClientProvider({ client, children }: { client: Client; children?: ReactNode }) {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/** Returns the client. Throws an Error without a ClientProvider above. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('A hook of @parley/client/react needs a ClientProvider above it.');
  return client;
}

/** Returns the value of a readable. The readable has to be the same one at every render, as the client's are. */
export function useReadable<T>(readable: Readable<T>): T {
  const [subscribe, get] = useMemo(
    () => [(listener: () => void) => readable.subscribe(listener), () => readable.get()] as const,
    [readable],
  );
  return useSyncExternalStore(subscribe, get, get);
}

/** Returns who is signed in. */
export const useSession = (): SessionState => useReadable(useClient().session);

/** Returns the signed-in user. Throws an Error if nobody is signed in. */
export function useMe(): User {
  const session = useSession();
  if (session.status !== 'signed-in') throw new Error('Nobody is signed in.');
  return session.user;
}

// The hooks that follow return what the member of Client with the same name holds.
export const useConnection = (): ConnectionView => useReadable(useClient().connection);
export const useServer = (): ServerInfo | undefined => useReadable(useClient().server);
export const useConversations = (): ConversationList => useReadable(useClient().conversations);
export const useConversation = (id: string): ConversationItem | undefined => useReadable(useClient().conversation(id));
export const useMessages = (id: string): MessageWindow => useReadable(useClient().messages(id));
export const useMembers = (id: string): readonly Member[] => useReadable(useClient().members(id));
export const useTyping = (id: string): readonly string[] => useReadable(useClient().typingIn(id));
export const useReceipts = (id: string): readonly MemberReceipt[] => useReadable(useClient().receipts(id));
export const usePresence = (user: string): Presence | undefined => useReadable(useClient().presenceOf(user));
export const useOwnPresence = (): PresenceState => useReadable(useClient().ownPresence);
export const useBlocks = (): readonly string[] => useReadable(useClient().blocks);
export const usePeople = (): ReadonlyMap<string, PublicUser> => useReadable(useClient().people);
export const usePerson = (id: string): PublicUser | undefined => useReadable(useClient().person(id));
