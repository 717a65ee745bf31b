export type { ConversationItem, ConversationList, MessageWindow, ServerInfo, SignedOutReason, StoredMessage } from './api.ts';
export { keyOf } from './api.ts';
export type { Connection, ConnectionState } from './connection.ts';
export { ParleyError, type FieldError } from './errors.ts';
export type { Readable } from './observable.ts';
export type { SessionState } from './session.ts';
export { indexedDbStorage, memoryStorage, type Storage } from './storage.ts';
export type * from './wire.ts';
