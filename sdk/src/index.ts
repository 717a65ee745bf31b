export type {
  ConversationItem,
  ConversationList,
  MemberRole,
  MessageWindow,
  NotifyLevel,
  PresenceState,
  ServerInfo,
  SignedOutReason,
  StoredMessage,
} from './api.ts';
export { keyOf } from './api.ts';
export { type Client, createClient, type ConnectionView, type Settings } from './client.ts';
export type { ConnectionState } from './connection.ts';
export { ParleyError, type FieldError } from './errors.ts';
export type { Readable } from './observable.ts';
export type { ClientOptions } from './platform.ts';
export type { SessionState } from './session.ts';
export { indexedDbStorage, memoryStorage, type Storage } from './storage.ts';
export type * from './wire.ts';
