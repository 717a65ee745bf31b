// The public surface of the package. Everything else is internal.
export type { Readable } from './base/observable.ts';
export { ParleyError, type FieldError } from './base/errors.ts';
export { indexedDbStorage, memoryStorage, type Storage } from './base/storage.ts';
export { type Client, createClient } from './client.ts';
export type { ConnectionState } from './core/connection/connection.ts';
export type { ConnectionView, ServerInfo } from './core/engine.ts';
export type { ClientOptions } from './core/platform.ts';
export type { SessionState, SignedOutReason } from './core/session/session.ts';
export { contentOf, isFromUser, isReadable, preview, searchText, type Content, type TextContent } from './core/store/content.ts';
export { keyOf, type StoredMessage } from './core/store/message.ts';
export type { Settings } from './features/conversations/feature.ts';
export type { ConversationItem, ConversationList, MemberRole, NotifyLevel } from './features/conversations/rows.ts';
export type { MessageWindow } from './features/messages/views.ts';
export type { PresenceState } from './features/presence/presences.ts';
export type * from './wire.ts';
