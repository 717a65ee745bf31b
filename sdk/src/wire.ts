// `make wire` generates this file from the server's documents. Do not edit it.

export interface AddMemberRequest {
  // The conversation.
  conversation: string;
  // Who is to join.
  user: string;
  // As what.
  role?: 'member' | 'moderator' | 'admin';
}

export interface BlocksUpdated {
  // Everybody whom the user has blocked.
  users: string[];
}

export interface ClientConfig {
  // The server's version.
  version: string;
  // Where live clients connect; of this server if relative.
  websocket_url: string;
  // May anybody make an account?
  registration: boolean;
  // How often a live client hears from the server.
  heartbeat_ms: number;
  // What the server accepts.
  limits: ClientLimits;
  // What the server can do.
  features: string[];
}

export interface ClientLimits {
  // Of a message's text.
  message_chars: number;
  // Of one WebSocket message to the server.
  frame_bytes: number;
  // Of a group.
  group_members: number;
  // Of a list's page.
  page_items: number;
  // Different emoji among a message's reactions.
  message_emoji: number;
  // Reactions to a message.
  message_reactions: number;
  // Pinned messages of a conversation.
  pins: number;
  // Of a conversation whose members hear of each other's receipts.
  receipt_members: number;
  // Of a conversation whose members can be watched by naming it.
  presence_members: number;
  // Of a conversation in which it is told at once who types; of larger ones, together.
  typing_merge_members: number;
  // Characters of a group's title.
  title_chars: number;
  // Characters of a group's label.
  label_chars: number;
  // Characters of a name to show.
  display_name_chars: number;
  // Characters of the text that messages are searched by.
  search_chars: number;
  // Results in one page of a search.
  search_items: number;
  // People found by one search.
  found_users: number;
  // Members whom the summary of a conversation names.
  summary_members: number;
  // Unread mentions that it names, the newest.
  summary_mentions: number;
  // Characters of a message that its quotes show.
  quote_chars: number;
  // Users whose presence one request asks for.
  listed_presences: number;
  // Users whose presence one connection watches.
  watched_users: number;
  // Conversations that one request to watch names.
  watched_conversations: number;
  // People whom one user may block.
  blocks: number;
  // Conversations that a returning client may name.
  sync_conversations: number;
}

export interface Conversation {
  // The conversation's id.
  id: string;
  // direct: of two; group; support.
  kind: 'direct' | 'group' | 'support';
  // Empty for a direct conversation: show the other member's name.
  title: string;
  // A free word to sort by.
  label: string;
  // May new members read what was said before they joined?
  shares_history: boolean;
  // Who made it.
  created_by?: string;
  // When it was made.
  created_at: string;
  // The seq of its last message; 0 for none.
  last_seq: number;
  // Counts its durable changes of every kind, without gaps.
  rev: number;
  // The rev at which its own properties last changed.
  meta_rev: number;
  // When the last message was accepted.
  last_message_at?: string;
  // How many members are present.
  member_count: number;
}

export interface ConversationChanges {
  // The conversation.
  conversation: string;
  // Holds everything newer than this rev …
  since: number;
  // … up to this one. Rows are as they are now; the higher rev wins.
  rev: number;
  // The conversation, where it or its members changed.
  properties?: Conversation;
  // Members who came, changed or left (left_at).
  members: Member[];
  // Messages that are new, edited or deleted, ascending by rev.
  messages: Message[];
}

export interface ConversationList {
  // The most recently active first.
  conversations: ConversationSummary[];
  // For the next page; absent on the last.
  next?: string;
}

export interface ConversationRequest {
  // The conversation.
  conversation: string;
}

export interface ConversationSettings {
  // No notifications until then; absent: not muted.
  muted_until?: string;
  // Stands at the top of the list.
  pinned: boolean;
  // Is put away.
  archived: boolean;
  // Of which messages to be notified.
  notify: 'all' | 'mentions' | 'none';
}

export interface ConversationSummary {
  // The conversation itself.
  conversation: Conversation;
  // The caller's role in it.
  role: 'member' | 'moderator' | 'admin';
  // The last message that the caller has read.
  read_seq: number;
  // last_seq - read_seq.
  unread: number;
  // The caller's own settings of it.
  settings: ConversationSettings;
  // The last message that the caller may see.
  last_message?: Message;
  // Who wrote the last message; absent if among the members given here.
  last_sender?: Sender;
  // The seqs of unread messages that call the caller, ascending, the newest hundred; absent for none.
  mentions?: number[];
  // The first few members; member_count has their number.
  members: Member[];
}

export interface CreateGroupRequest {
  // The group's name.
  title: string;
  // A free word to sort by.
  label?: string;
  // May new members read what was said before?
  shares_history?: boolean;
  // Without the caller, who becomes its admin.
  members?: string[];
}

export interface DeactivationRequest {
  // The password, once more.
  password: string;
}

export interface EditRequest {
  // The conversation.
  conversation: string;
  // The message's seq.
  seq: number;
  // The new text.
  body: string;
}

export interface Heartbeat {
  // The server's clock.
  time: string;
  // The sum of the revs that this connection's conversations were brought to.
  digest: number;
}

export interface HelloReply {
  // Who this connection is.
  user: User;
  // Its session.
  session: string;
  // The server's clock.
  server_time: string;
  // auth.refresh before then.
  token_expires_at: string;
  // How often a heartbeat comes.
  heartbeat_ms: number;
  // What the server accepts.
  limits: ClientLimits;
  // What this server can do, by name.
  features: string[];
  // What the client missed; live events follow from here.
  sync: SyncReply;
}

export interface HelloRequest {
  // The access token; absent where the upgrade carried it.
  token?: string;
  // The program and its version, as in web/1.2.
  client?: string;
  // The database's epoch when the client last listened.
  epoch?: string;
  // Where the client stands in the user's own stream.
  user_rev?: number;
  // Where the client stands, by conversation id.
  conversations?: Record<string, Position>;
}

export interface HistoryRequest {
  // The conversation.
  conversation: string;
  // Only messages with a smaller seq.
  before?: number;
  // Only messages with a greater seq.
  after?: number;
  // Half before this seq and half from it on.
  around?: number;
  // How many at most.
  limit?: number;
}

export interface ListRequest {
  // The previous page's next.
  after?: string;
  // How many at most.
  limit?: number;
}

export interface Member {
  // The member's user id.
  user: string;
  // The member's username.
  username: string;
  // The name to show.
  display_name: string;
  // moderator: may delete and pin; admin: may change the group and its members, too.
  role: 'member' | 'moderator' | 'admin';
  // The conversation's rev at this membership's last change.
  rev: number;
  // When the member joined.
  joined_at: string;
  // When the member left; absent for a present one.
  left_at?: string;
}

export interface MemberList {
  // The present members, by user id.
  members: Member[];
  // For the next page; absent on the last.
  next?: string;
}

export interface MemberListRequest {
  // The conversation.
  conversation: string;
  // The previous page's next.
  after?: string;
  // How many at most.
  limit?: number;
}

export interface MemberReceipt {
  // The member.
  user: string;
  // The last message that a device confirmed.
  delivered_seq: number;
  // The last message read; absent where that is private.
  read_seq?: number;
}

export interface MemberRequest {
  // The conversation.
  conversation: string;
  // The member.
  user: string;
}

export interface Message {
  // The conversation; with seq, the message's identity.
  conversation: string;
  // Counts the conversation's messages: 1, 2, 3 … without gaps.
  seq: number;
  // The conversation's rev at this message's last change. The higher rev wins.
  rev: number;
  // Who wrote it.
  sender: string;
  // The id that the sender chose for it.
  client_id: string;
  // text: somebody wrote it; system: the server did.
  kind: 'text' | 'system';
  // The text exactly as it was sent. Escape it for where you show it.
  body: string;
  // The seq of the message that it answers.
  reply_to?: number;
  // When it was accepted.
  created_at: string;
  // When it was last edited; absent where it never was.
  edited_at?: string;
  // When it was deleted: the body is empty then.
  deleted_at?: string;
  // Who deleted it, where that was not its sender.
  deleted_by?: string;
  // When it was pinned; absent where it is not.
  pinned_at?: string;
  // Who pinned it.
  pinned_by?: string;
  // The message that it answers, where the reader may see that. Events other than message.created leave it out: it stays what it was.
  quote?: Quote;
  // By emoji, the first one first; absent for none.
  reactions?: Reaction[];
  // Whom the text called by @name; absent for nobody.
  mentions?: string[];
  // Present and true: the text called everybody.
  mentions_all?: boolean;
}

export interface MessageList {
  // Ascending by seq.
  messages: Message[];
  // Are there older ones that the caller may read?
  more_before: boolean;
  // Are there newer ones?
  more_after: boolean;
}

export interface MessageReader {
  // The member.
  user: string;
  // Has a device of the member confirmed it?
  delivered: boolean;
  // Has the member read it, and tells?
  read: boolean;
  // Since when, where it is known.
  read_at?: string;
}

export interface MessageReaders {
  // The present members without the sender, by user id.
  members: MessageReader[];
}

export interface MessageRequest {
  // The conversation.
  conversation: string;
  // The message's seq.
  seq: number;
}

export interface MessageVersion {
  // What the message said …
  body: string;
  // … from this time on.
  at: string;
}

export interface MessageVersions {
  // What it said, the first version first, the present one last; empty once it is deleted.
  versions: MessageVersion[];
}

export type Nothing = Record<string, never>;

export interface PasswordRequest {
  // The password as it is.
  current_password: string;
  // 8 to 72 bytes.
  new_password: string;
}

export interface PinnedMessages {
  // The last pinned first.
  messages: Message[];
}

export interface Position {
  // The rev that the client has brought the conversation to.
  rev: number;
  // Its read cursor there.
  read_seq?: number;
}

export interface Presence {
  // Whose.
  user: string;
  // Of several devices the greatest: dnd, online, away.
  state: 'offline' | 'away' | 'online' | 'dnd';
  // Is any of the user's devices connected?
  online: boolean;
  // When the last device went, where it is known and not hidden; absent while one is there.
  last_seen?: string;
}

export interface PresenceList {
  // In the order asked for.
  users: Presence[];
}

export interface PresenceListRequest {
  // User ids, separated by commas.
  users: string;
}

export interface PresenceRequest {
  // away: this device, until it says otherwise or goes; dnd: the user, on all devices, until it is ended.
  state: 'online' | 'away' | 'dnd';
}

export interface Problem {
  // Stable; to be told apart by programs.
  code: string;
  // The code in words.
  title: string;
  // The HTTP status.
  status: number;
  // What it was this time.
  detail?: string;
  // The fields at fault.
  errors?: ({ field: string; code: string; detail?: string; })[];
  // When to try again.
  retry_after_ms?: number;
  // To be named when asking for help.
  request_id?: string;
}

export interface ProfileRequest {
  // The name to show.
  display_name?: string;
  // An empty text removes it.
  email?: string;
  // Tell nobody what the caller has read.
  private_reads?: boolean;
  // Tell nobody whether the caller is there.
  hide_presence?: boolean;
}

export interface PublicUser {
  // The user's id.
  id: string;
  // Unique without regard to case.
  username: string;
  // The name to show.
  display_name: string;
  // Is this a program?
  bot: boolean;
}

export interface Quote {
  // The quoted message's seq.
  seq: number;
  // Its rev: a newer state of that message makes a newer quote.
  rev: number;
  // Who wrote it.
  sender: string;
  // The beginning of its text; empty once deleted.
  body: string;
  // Present and true: it was deleted.
  deleted?: boolean;
}

export interface Reaction {
  // One emoji, fully qualified.
  emoji: string;
  // Who reacted with it, the first one first.
  users: string[];
}

export interface ReactionRequest {
  // The conversation.
  conversation: string;
  // The message's seq.
  seq: number;
  // One emoji; percent-encoded in a path.
  emoji: string;
}

export interface ReadCursor {
  // The conversation.
  conversation: string;
  // Whose cursor it is.
  user: string;
  // The last message read.
  read_seq: number;
  // How many messages came after it.
  unread: number;
}

export interface ReceiptList {
  // The present members, by user id.
  members: MemberReceipt[];
  // For the next page; absent on the last.
  next?: string;
}

export interface ReceiptListRequest {
  // The conversation.
  conversation: string;
  // The previous page's next.
  after?: string;
  // How many at most.
  limit?: number;
}

export interface ReceiptRequest {
  // The conversation.
  conversation: string;
  // The seq of the last message read; the cursor only moves forward.
  read?: number;
  // The seq of the last message received; what is read has been received.
  delivered?: number;
}

export interface Receipts {
  // Those who have received or read more, and how far.
  members: MemberReceipt[];
}

export interface RemovedConversation {
  // Which one the user is no longer in.
  conversation: string;
}

export interface ResetConversation {
  // The conversation as it is now: forget what you had.
  summary: ConversationSummary;
  // Its latest messages, ascending by seq.
  messages: Message[];
}

export interface SearchRequest {
  // Words, all of which occur; the last one may be unfinished. "Quoted" words occur in this order. Neither case nor accents matter. May be empty if something else is given.
  q?: string;
  // Only in this conversation.
  conversation?: string;
  // Only from this user.
  sender?: string;
  // Only messages accepted then or later.
  after?: string;
  // Only messages accepted before then.
  before?: string;
  // Only messages that mention the caller.
  mentions_me?: boolean;
  // How many at most.
  limit?: number;
  // The previous page's next.
  cursor?: string;
}

export interface SearchResult {
  // The message as it is now.
  message: Message;
  // Its text, or the part of a long one around the first match, with "…" where it was cut: at most about 200 characters, in pieces to put one after the other.
  snippet: SnippetPart[];
}

export interface SearchResults {
  // The newest first.
  hits: SearchResult[];
  // For the next page; absent on the last. A page may be short, or empty, and yet not be the last.
  next?: string;
}

export interface SendRequest {
  // The conversation.
  conversation: string;
  // Chosen by the sender, unique among its messages here: sending it again gives the first message.
  client_id: string;
  // The text, kept exactly as it is.
  body: string;
  // The seq of the message that it answers.
  reply_to?: number;
}

export interface Sender {
  // The user's id.
  user: string;
  // The user's username.
  username: string;
  // The name to show.
  display_name: string;
}

export interface SentMessage {
  // The message as it was stored.
  message: Message;
  // This client_id had been sent before: the message is that first one.
  duplicate: boolean;
}

export interface Session {
  // The session's id.
  id: string;
  // The program that signed in, as it named itself.
  user_agent: string;
  // Where it signed in from.
  address: string;
  // When it signed in.
  created_at: string;
  // When it last signed in or refreshed its token.
  last_seen_at: string;
}

export interface SessionList {
  // The newest first.
  sessions: Session[];
  // The one that asks.
  current: string;
}

export interface SessionRequest {
  // The session.
  session: string;
}

export interface SessionsRevoked {
  // Those that ended.
  sessions: string[];
  // Why.
  reason: 'logout' | 'revoked_by_user' | 'password_changed' | 'token_reused' | 'deactivated';
}

export interface SettingsRequest {
  // The conversation.
  conversation: string;
  // Mute until then, the year 9999 for good; null: no longer muted.
  muted_until?: string | null;
  // At the top of the list.
  pinned?: boolean;
  // Put away.
  archived?: boolean;
  // Which messages cause a notification.
  notify?: 'all' | 'mentions' | 'none';
}

export interface SettingsUpdated {
  // The conversation.
  conversation: string;
  // The user's own settings of it, all of them.
  settings: ConversationSettings;
}

export interface SignInReply {
  // Who signed in.
  user: User;
  // The session of this device.
  session: string;
  // For Authorization: Bearer, and for hello.
  access_token: string;
  // Refresh before then.
  access_expires_at: string;
  // For the next refresh; absent where it is in the cookie.
  refresh_token?: string;
  // Sign in again after that.
  refresh_expires_at: string;
}

export interface SnippetPart {
  // As it stands in the message. Escape it before you show it.
  text: string;
  // Is this what was asked for?
  match: boolean;
}

export interface SyncReply {
  // Another one than the client's: it starts afresh from this reply.
  epoch: string;
  // Where the user's own stream stands.
  user_rev: number;
  // What was missed, of conversations that the client knows.
  changes: ConversationChanges[];
  // Conversations of which too much was missed.
  reset: ResetConversation[];
  // Conversations that the client does not know.
  added: ConversationSummary[];
  // Conversations that the client knows and the user is no longer in.
  gone: string[];
  // The user's read cursors that differ from the client's.
  cursors: ReadCursor[];
  // The caller's settings that changed since user_rev, of conversations that the client knows.
  settings?: SettingsUpdated[];
  // Everybody whom the caller has blocked; absent where nothing changed since user_rev.
  blocks?: string[];
  // There is more: sync again with it.
  next?: string;
}

export interface SyncRequest {
  // The database's epoch when the client last listened.
  epoch?: string;
  // Where the client stands in the user's own stream.
  user_rev?: number;
  // Where the client stands, by conversation id.
  conversations?: Record<string, Position>;
  // The previous page's next.
  next?: string;
}

export interface TokenRenewed {
  // auth.refresh before then.
  token_expires_at: string;
}

export interface TokenRequest {
  // A new access token of the same session.
  token: string;
}

export interface Typing {
  // Who types.
  user: string;
  // Show it for so long; 0: no longer typing.
  expires_ms: number;
}

export interface TypingRequest {
  // The conversation.
  conversation: string;
  // false: stopped typing.
  active?: boolean;
}

export interface Typists {
  // Several at once, in a large conversation.
  users: Typing[];
}

export interface UpdateConversationRequest {
  // The conversation.
  conversation: string;
  // The group's name.
  title?: string;
  // A free word to sort by.
  label?: string;
  // May new members read what was said before?
  shares_history?: boolean;
}

export interface UpdateMemberRequest {
  // The conversation.
  conversation: string;
  // The member.
  user: string;
  // The new role.
  role: 'member' | 'moderator' | 'admin';
}

export interface User {
  // The user's id.
  id: string;
  // Unique without regard to case.
  username: string;
  // The name to show.
  display_name: string;
  // Known only to its owner.
  email?: string;
  // What the user may do beside chatting.
  role: 'user' | 'agent' | 'admin' | 'customer';
  // Is this a program?
  bot: boolean;
  // When the account was made.
  created_at: string;
  // Others are not told what this user has read.
  private_reads: boolean;
  // Others are not told whether this user is there.
  hide_presence: boolean;
  // The user does not want to be disturbed.
  do_not_disturb: boolean;
}

export interface UserList {
  // Those whose username begins so first.
  users: PublicUser[];
}

export interface UserRequest {
  // The user.
  user: string;
}

export interface UserSearch {
  // How the username begins, or words of the two names: each may be only begun.
  q: string;
  // How many at most.
  limit?: number;
}

export interface WatchRequest {
  // Instead of those named before; an empty list ends it.
  users: string[];
  // And the members of these, where they are not more than limits.presence_members.
  conversations?: string[];
}

export interface Operations {
  'account.deactivate': { params: DeactivationRequest; result: Nothing };
  'account.login': { params: { username: string; password: string; cookie?: boolean; }; result: SignInReply };
  'account.logout': { params: { refresh_token?: string; }; result: {} };
  'account.refresh': { params: { refresh_token?: string; }; result: SignInReply };
  'account.register': { params: { username: string; password: string; display_name?: string; email?: string; cookie?: boolean; }; result: SignInReply };
  'auth.refresh': { params: TokenRequest; result: TokenRenewed };
  'block.list': { params: Nothing; result: UserList };
  'config.get': { params: Nothing; result: ClientConfig };
  'conversation.create': { params: CreateGroupRequest; result: ConversationSummary };
  'conversation.get': { params: ConversationRequest; result: ConversationSummary };
  'conversation.leave': { params: ConversationRequest; result: Nothing };
  'conversation.list': { params: ListRequest; result: ConversationList };
  'conversation.settings': { params: SettingsRequest; result: ConversationSettings };
  'conversation.update': { params: UpdateConversationRequest; result: Conversation };
  'direct.open': { params: UserRequest; result: ConversationSummary };
  'hello': { params: HelloRequest; result: HelloReply };
  'me.get': { params: Nothing; result: User };
  'me.update': { params: ProfileRequest; result: User };
  'member.add': { params: AddMemberRequest; result: Member };
  'member.list': { params: MemberListRequest; result: MemberList };
  'member.remove': { params: MemberRequest; result: Nothing };
  'member.update': { params: UpdateMemberRequest; result: Member };
  'message.delete': { params: MessageRequest; result: Message };
  'message.edit': { params: EditRequest; result: Message };
  'message.edits': { params: MessageRequest; result: MessageVersions };
  'message.get': { params: MessageRequest; result: Message };
  'message.list': { params: HistoryRequest; result: MessageList };
  'message.send': { params: SendRequest; result: SentMessage };
  'password.change': { params: PasswordRequest; result: Nothing };
  'pin.add': { params: MessageRequest; result: Message };
  'pin.list': { params: ConversationRequest; result: PinnedMessages };
  'pin.remove': { params: MessageRequest; result: Message };
  'presence.get': { params: UserRequest; result: Presence };
  'presence.list': { params: PresenceListRequest; result: PresenceList };
  'presence.set': { params: PresenceRequest; result: Presence };
  'presence.watch': { params: WatchRequest; result: PresenceList };
  'reaction.add': { params: ReactionRequest; result: Message };
  'reaction.remove': { params: ReactionRequest; result: Message };
  'receipt.list': { params: ReceiptListRequest; result: ReceiptList };
  'receipt.readers': { params: MessageRequest; result: MessageReaders };
  'receipt.send': { params: ReceiptRequest; result: ReadCursor };
  'search': { params: SearchRequest; result: SearchResults };
  'session.list': { params: Nothing; result: SessionList };
  'session.revoke': { params: SessionRequest; result: Nothing };
  'sync': { params: SyncRequest; result: SyncReply };
  'typing.set': { params: TypingRequest; result: Nothing };
  'user.block': { params: UserRequest; result: Nothing };
  'user.get': { params: UserRequest; result: PublicUser };
  'user.search': { params: UserSearch; result: UserList };
  'user.unblock': { params: UserRequest; result: Nothing };
}

export type OperationName = keyof Operations;

// The REST route of each operation; one without a route needs a live connection.
export const ROUTES: Partial<Record<OperationName, string>> = {
  'account.deactivate': 'POST /me/deactivate',
  'account.login': 'POST /login',
  'account.logout': 'POST /logout',
  'account.refresh': 'POST /refresh',
  'account.register': 'POST /register',
  'block.list': 'GET /blocks',
  'config.get': 'GET /config',
  'conversation.create': 'POST /conversations',
  'conversation.get': 'GET /conversations/{conversation}',
  'conversation.leave': 'POST /conversations/{conversation}/leave',
  'conversation.list': 'GET /conversations',
  'conversation.settings': 'PATCH /conversations/{conversation}/settings',
  'conversation.update': 'PATCH /conversations/{conversation}',
  'direct.open': 'PUT /direct/{user}',
  'me.get': 'GET /me',
  'me.update': 'PATCH /me',
  'member.add': 'PUT /conversations/{conversation}/members/{user}',
  'member.list': 'GET /conversations/{conversation}/members',
  'member.remove': 'DELETE /conversations/{conversation}/members/{user}',
  'member.update': 'PATCH /conversations/{conversation}/members/{user}',
  'message.delete': 'DELETE /conversations/{conversation}/messages/{seq}',
  'message.edit': 'PATCH /conversations/{conversation}/messages/{seq}',
  'message.edits': 'GET /conversations/{conversation}/messages/{seq}/edits',
  'message.get': 'GET /conversations/{conversation}/messages/{seq}',
  'message.list': 'GET /conversations/{conversation}/messages',
  'message.send': 'POST /conversations/{conversation}/messages',
  'password.change': 'POST /me/password',
  'pin.add': 'PUT /conversations/{conversation}/pins/{seq}',
  'pin.list': 'GET /conversations/{conversation}/pins',
  'pin.remove': 'DELETE /conversations/{conversation}/pins/{seq}',
  'presence.get': 'GET /users/{user}/presence',
  'presence.list': 'GET /presence',
  'presence.set': 'PUT /presence',
  'reaction.add': 'PUT /conversations/{conversation}/messages/{seq}/reactions/{emoji}',
  'reaction.remove': 'DELETE /conversations/{conversation}/messages/{seq}/reactions/{emoji}',
  'receipt.list': 'GET /conversations/{conversation}/receipts',
  'receipt.readers': 'GET /conversations/{conversation}/messages/{seq}/receipts',
  'receipt.send': 'POST /conversations/{conversation}/receipt',
  'search': 'GET /search',
  'session.list': 'GET /sessions',
  'session.revoke': 'DELETE /sessions/{session}',
  'sync': 'POST /sync',
  'typing.set': 'POST /conversations/{conversation}/typing',
  'user.block': 'PUT /users/{user}/block',
  'user.get': 'GET /users/{user}',
  'user.search': 'GET /users',
  'user.unblock': 'DELETE /users/{user}/block',
};

export type ServerEvent =
  | { event: 'message.created'; conversation: string; rev: number; data: Message; }
  | { event: 'message.edited'; conversation: string; rev: number; data: Message; }
  | { event: 'message.deleted'; conversation: string; rev: number; data: Message; }
  | { event: 'message.reacted'; conversation: string; rev: number; data: Message; }
  | { event: 'message.pinned'; conversation: string; rev: number; data: Message; }
  | { event: 'message.unpinned'; conversation: string; rev: number; data: Message; }
  | { event: 'member.added'; conversation: string; rev: number; data: Member; }
  | { event: 'member.updated'; conversation: string; rev: number; data: Member; }
  | { event: 'member.removed'; conversation: string; rev: number; data: Member; }
  | { event: 'conversation.updated'; conversation: string; rev: number; data: Conversation; }
  | { event: 'conversation.changes'; conversation: string; rev: number; data: ConversationChanges; }
  | { event: 'conversation.added'; user_rev: number; data: ConversationSummary; }
  | { event: 'conversation.removed'; user_rev: number; data: RemovedConversation; }
  | { event: 'profile.updated'; user_rev: number; data: User; }
  | { event: 'sessions.revoked'; user_rev: number; data: SessionsRevoked; }
  | { event: 'settings.updated'; user_rev: number; data: SettingsUpdated; }
  | { event: 'blocks.updated'; user_rev: number; data: BlocksUpdated; }
  | { event: 'typing'; conversation: string; data: Typing | Typists; }
  | { event: 'receipt'; conversation: string; data: ReadCursor; }
  | { event: 'receipts'; conversation: string; data: Receipts; }
  | { event: 'presence'; data: Presence; }
  | { event: 'heartbeat'; data: Heartbeat; };
