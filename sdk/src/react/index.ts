// The hooks for React. Each hook returns the current value and renders its component again when the value changes.
import { createContext, createElement, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type {
  Client,
  ConnectionView,
  ConversationItem,
  ConversationList,
  Invitation,
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

/** Provides the client to the hooks of all components below it. */
export function ClientProvider({ client, children }: { client: Client; children?: ReactNode }) {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/** Returns the client. Throws an Error if there is no ClientProvider above. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('A hook of @parley/client/react needs a ClientProvider above it.');
  return client;
}

/** Returns the value of a readable. Pass the same readable at every render; the client's functions return the same one. */
export function useReadable<T>(readable: Readable<T>): T {
  const [subscribe, get] = useMemo(
    () => [(listener: () => void) => readable.subscribe(listener), () => readable.get()] as const,
    [readable],
  );
  return useSyncExternalStore(subscribe, get, get);
}

/** Returns the state of the session: `starting`, `signed-out` with a reason, or `signed-in` with the user. */
export const useSession = (): SessionState => useReadable(useClient().session);

/** Returns the signed-in user. Throws an Error if no user is signed in. */
export function useMe(): User {
  const session = useSession();
  if (session.status !== 'signed-in') throw new Error('Nobody is signed in.');
  return session.user;
}

/** Returns the state of the connection, and how many messages wait for it. */
export const useConnection = (): ConnectionView => useReadable(useClient().connection);
/** Returns the server's limits and abilities; undefined before the first connection. */
export const useServer = (): ServerInfo | undefined => useReadable(useClient().server);
/** Returns the conversations of the user, in the order of a list. */
export const useConversations = (): ConversationList => useReadable(useClient().conversations);
/** Returns one conversation; undefined if the user is not a member, or if it is not loaded yet. */
export const useConversation = (id: string): ConversationItem | undefined => useReadable(useClient().conversation(id));
/** Returns the loaded part of a conversation's messages. It is loaded while the component is mounted. */
export const useMessages = (id: string): MessageWindow => useReadable(useClient().messages(id));
/** Returns the present members of a conversation, sorted by name. All of them are loaded while the component is mounted. */
export const useMembers = (id: string): readonly Member[] => useReadable(useClient().members(id));
/** Returns the ids of the users who are typing in a conversation. */
export const useTyping = (id: string): readonly string[] => useReadable(useClient().typingIn(id));
/** Returns how far each other member has received and read. */
export const useReceipts = (id: string): readonly MemberReceipt[] => useReadable(useClient().receipts(id));
/** Returns the presence of a user; undefined until the server has answered. */
export const usePresence = (user: string): Presence | undefined => useReadable(useClient().presenceOf(user));
/** Returns the presence of the user as others see it. */
export const useOwnPresence = (): PresenceState => useReadable(useClient().ownPresence);
/** Returns the ids of the users that the user has blocked. */
export const useBlocks = (): readonly string[] => useReadable(useClient().blocks);
/** Returns the invitations that wait for the user's answer, the oldest first. */
export const useInvitations = (): readonly Invitation[] => useReadable(useClient().invitations);
/** Returns the users that the client knows, by user id. */
export const usePeople = (): ReadonlyMap<string, PublicUser> => useReadable(useClient().people);
/** Returns a user by id; undefined until the server has answered. */
export const usePerson = (id: string): PublicUser | undefined => useReadable(useClient().person(id));
