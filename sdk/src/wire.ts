// `make wire` generates this file from the server's documents. Do not edit it.

export interface AddMemberRequest {
  // The conversation.
  conversation: string;
  // Who is to join.
  user: string;
  // As what.
  role?: 'member' | 'moderator' | 'admin';
}

export interface BlockList {
  // The users, ascending by id.
  users: PublicUser[];
  // For the next page; absent on the last.
  next?: string;
}

export interface BlockListRequest {
  // The previous page's next.
  cursor?: string | null;
  // How many at most.
  limit?: number;
}

export interface BlocksUpdated {
  // All users that the user has blocked.
  users: string[];
}

export interface ClientConfig {
  // The server's version.
  version: string;
  // The URL of the WebSocket. If it is relative, it belongs to this server.
  websocket_url: string;
  // Whether anyone may create an account.
  registration: boolean;
  // The time between two heartbeats to a live client.
  heartbeat_ms: number;
  // The limits of the server.
  limits: ClientLimits;
  // The features of the server.
  features: string[];
}

export interface ClientLimits {
  // Characters of a message's text.
  message_chars: number;
  // Bytes of one WebSocket message to the server.
  frame_bytes: number;
  // Members of a group.
  group_members: number;
  // Items of one page of a list.
  page_items: number;
  // Different emoji among a message's reactions.
  message_emoji: number;
  // Reactions to a message.
  message_reactions: number;
  // Pinned messages of a conversation.
  pins: number;
  // Members up to which a conversation has receipts events.
  receipt_members: number;
  // Members up to which a client can watch the presences of a conversation by naming it.
  presence_members: number;
  // Members up to which each member's typing is sent at once; in larger conversations it is merged.
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
  // Users that one search finds.
  found_users: number;
  // Members that the summary of a conversation contains.
  summary_members: number;
  // Unread mentions that the summary of a conversation contains, the newest ones.
  summary_mentions: number;
  // Characters of a message that its quotes show.
  quote_chars: number;
  // Users whose presence one request asks for.
  listed_presences: number;
  // Users whose presence one connection watches.
  watched_users: number;
  // Conversations that one request to watch names.
  watched_conversations: number;
  // Users that one user may block.
  blocks: number;
  // Conversations that a returning client may name.
  sync_conversations: number;
  // Versions that the text of one message may have.
  message_versions: number;
  // Conversations that one user is a member of.
  user_conversations: number;
  // Conversations that one user creates in a day; 0 if there is no limit.
  conversations_per_day: number;
  // Members that one user adds or invites in a day; 0 if there is no limit.
  members_per_day: number;
}

export interface ConfirmationRequest {
  // The present password.
  current_password: string;
}

export interface Conversation {
  // The conversation's id.
  id: string;
  // direct (two members), group or support.
  kind: 'direct' | 'group' | 'support';
  // Empty for a direct conversation: show the other member's name.
  title: string;
  // A free text to sort by.
  label: string;
  // Whether new members may read what was said before they joined, from when this was turned on.
  shares_history: boolean;
  // Who made it.
  created_by?: string;
  // When it was made.
  created_at: string;
  // The seq of its last message; 0 if there is none.
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
  // The changes are newer than this rev …
  since: number;
  // … and reach up to this one. Rows have their present state; the higher rev wins.
  rev: number;
  // The conversation, if it or its members changed.
  properties?: Conversation;
  // Members who joined, changed or left (left_at).
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
  // Whether it stands at the top of the list.
  pinned: boolean;
  // Whether it is archived.
  archived: boolean;
  // Which messages cause a notification.
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
  // Who wrote the last message; absent if that user is among the members given here.
  last_sender?: Sender;
  // The seqs of the newest unread messages that mention the caller, ascending; absent if there are none.
  mentions?: number[];
  // The first few members; member_count has their number.
  members: Member[];
  // Only in the reply to conversation.create: the users who decide first whether they join.
  invited?: string[];
}

export interface CreateGroupRequest {
  // The group's name.
  title: string;
  // A free word to sort by.
  label?: string | null;
  // May new members read what was said before?
  shares_history?: boolean;
  // Without the caller, who becomes its admin.
  members?: string[];
}

export interface DeactivationRequest {
  // The password of the account.
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
  // The sum of the revs up to which this connection has received its conversations.
  digest: number;
}

export interface HelloReply {
  // The user of this connection.
  user: User;
  // The session of this connection.
  session: string;
  // The server's clock.
  server_time: string;
  // auth.refresh before then.
  token_expires_at: string;
  // The time between two heartbeats.
  heartbeat_ms: number;
  // What the server accepts.
  limits: ClientLimits;
  // The names of what this server can do.
  features: string[];
  // What the client missed; live events follow from here.
  sync: SyncReply;
}

export interface HelloRequest {
  // The access token. Absent if the upgrade carried it.
  token?: string | null;
  // The program and its version, as in web/1.2.
  client?: string | null;
  // The database's epoch when the client last listened.
  epoch?: string | null;
  // Where the client stands in the user's own stream.
  user_rev?: number | null;
  // Where the client stands, by conversation id.
  conversations?: Record<string, Position>;
  // The last conversation, by id, of those that the client names here. It names the others when it fetches the further pages. Absent if it names all that it has.
  until?: string | null;
}

export interface HistoryRequest {
  // The conversation.
  conversation: string;
  // Only messages with a smaller seq.
  before?: number | null;
  // Only messages with a greater seq.
  after?: number | null;
  // Half before this seq and half from it on.
  around?: number | null;
  // How many at most.
  limit?: number;
}

export interface Invitation {
  // The invitation's id.
  id: string;
  // Who invites.
  inviter: Sender;
  // The group; absent: a direct conversation with the inviter.
  conversation?: string;
  // The group's title; empty for a direct conversation.
  title: string;
  // The role in the group.
  role: 'member' | 'moderator' | 'admin';
  // When it was made.
  created_at: string;
}

export interface InvitationList {
  // The invitations that wait for an answer, the oldest first.
  invitations: Invitation[];
}

export interface InvitationRequest {
  // The invitation.
  invitation: string;
}

export interface InvitationsUpdated {
  // All invitations that wait for the user's answer.
  invitations: Invitation[];
}

export interface ListRequest {
  // The previous page's next.
  cursor?: string | null;
  // The old name of cursor.
  after?: string | null;
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
  // moderator: may delete and pin; admin: may also change the group and its members.
  role: 'member' | 'moderator' | 'admin';
  // The conversation's rev at this membership's last change.
  rev: number;
  // When the member joined.
  joined_at: string;
  // When the member left; absent for a present member.
  left_at?: string;
  // Present and true: the account is closed. A direct conversation with it is over.
  closed?: boolean;
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
  cursor?: string | null;
  // The old name of cursor.
  after?: string | null;
  // How many at most.
  limit?: number;
}

export interface MemberReceipt {
  // The member.
  user: string;
  // The last message that a device confirmed.
  delivered_seq: number;
  // The last message that the member has read; absent if the member keeps that private.
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
  // The message's number in its conversation: 1, 2, 3 … without gaps.
  seq: number;
  // The conversation's rev at this message's last change. The higher rev wins.
  rev: number;
  // Who wrote it.
  sender: string;
  // The id that the sender chose for it.
  client_id: string;
  // text: a user wrote it; system: the server wrote it.
  kind: 'text' | 'system';
  // The text exactly as it was sent. Escape it before you show it.
  body: string;
  // The seq of the message that it answers.
  reply_to?: number;
  // When it was accepted.
  created_at: string;
  // When it was last edited; absent if it never was.
  edited_at?: string;
  // When it was deleted. The body is then empty.
  deleted_at?: string;
  // Who deleted it; absent if its sender or the operator did.
  deleted_by?: string;
  // When it was pinned; absent if it is not pinned.
  pinned_at?: string;
  // Who pinned it.
  pinned_by?: string;
  // The message that it answers, if the reader may see that one. Events other than message.created leave it out, because it stays as it was.
  quote?: Quote;
  // The reactions by emoji, in the order of the first reaction with each; absent if there are none.
  reactions?: Reaction[];
  // The members that the text mentions by @name; absent if there are none.
  mentions?: string[];
  // Present and true: the text mentions everyone with @all.
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
  // Whether a device of the member has confirmed it.
  delivered: boolean;
  // Whether the member has read it and does not keep that private.
  read: boolean;
  // When the member read it, if that is known.
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
  // For the next page; absent on the last.
  next?: string;
}

export type Nothing = Record<string, never>;

export interface PasswordRequest {
  // The present password.
  current_password: string;
  // 8 to 72 bytes. Not the username, and not easy to guess.
  new_password: string;
}

export interface PastSignIn {
  // The session that began.
  session: string;
  // When.
  at: string;
  // Where it came from.
  address: string;
  // The program that signed in, as it named itself.
  user_agent: string;
}

export interface PastSignIns {
  // The newest first, at most 50, with those whose session has ended.
  sign_ins: PastSignIn[];
}

export interface PinnedMessages {
  // The last pinned first.
  messages: Message[];
  // For the next page; absent on the last.
  next?: string;
}

export interface PinsRequest {
  // The conversation.
  conversation: string;
  // The previous page's next.
  cursor?: string | null;
}

export interface Position {
  // The rev up to which the client has the conversation.
  rev: number;
  // The read cursor that the client has.
  read_seq?: number | null;
}

export interface Presence {
  // The user.
  user: string;
  // The highest state of the user's devices: dnd, then online, then away.
  state: 'offline' | 'away' | 'online' | 'dnd';
  // Is any of the user's devices connected?
  online: boolean;
  // When the last device disconnected, if that is known and not hidden; absent while one is connected.
  last_seen?: string;
}

export interface PresenceList {
  // The users in the order of the request.
  users: Presence[];
}

export interface PresenceListRequest {
  // Up to 100 user ids, separated by commas.
  users: string;
}

export interface PresenceRequest {
  // away: this device, until it changes its state or disconnects, over the WebSocket only. dnd: the user, on all devices, until changed.
  state: 'online' | 'away' | 'dnd';
}

export interface Problem {
  // Where the server describes this problem.
  type: string;
  // The stable code of the error, for programs.
  code: string;
  // The code in words.
  title: string;
  // The HTTP status.
  status: number;
  // What happened in this case.
  detail?: string;
  // The fields that are not valid.
  errors?: ({ field: string; code: string; detail?: string; })[];
  // When to try again.
  retry_after_ms?: number;
  // The id of the request. Give it when you ask for help.
  request_id?: string;
}

export interface ProfileRequest {
  // The name to show.
  display_name?: string | null;
  // An empty text removes it. Another address needs current_password.
  email?: string | null;
  // Others do not learn what the caller has read.
  private_reads?: boolean | null;
  // Others do not learn whether the caller is online.
  hide_presence?: boolean | null;
  // Who may add the caller to a conversation or write to them first. All others make an invitation.
  reachable_by?: 'everybody' | 'shared' | 'nobody' | null;
  // The present password, to change the e-mail address.
  current_password?: string | null;
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
  // Present and true: the account is closed.
  closed?: boolean;
}

export interface Quote {
  // The quoted message's seq.
  seq: number;
  // The rev of that message: the quote with the higher rev is newer.
  rev: number;
  // Who wrote it.
  sender: string;
  // The beginning of its text; empty if it was deleted.
  body: string;
  // Present and true: it was deleted.
  deleted?: boolean;
}

export interface Reaction {
  // One emoji, fully qualified.
  emoji: string;
  // The users who reacted with it, in the order of their reactions.
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
  // The user who has read.
  user: string;
  // The last message read.
  read_seq: number;
  // The number of messages after it.
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
  cursor?: string | null;
  // The old name of cursor.
  after?: string | null;
  // How many at most.
  limit?: number;
}

export interface ReceiptRequest {
  // The conversation.
  conversation: string;
  // The seq of the last message read; the cursor only moves forward.
  read?: number | null;
  // The seq of the last message received; what is read has been received.
  delivered?: number | null;
}

export interface Receipts {
  // The members who have received or read more, with their new receipts.
  members: MemberReceipt[];
}

export interface RemovedConversation {
  // The conversation that the user is no longer a member of.
  conversation: string;
}

export interface ResetConversation {
  // The conversation as it is now. It replaces what the client had.
  summary: ConversationSummary;
  // Its latest messages, ascending by seq.
  messages: Message[];
}

export interface SearchRequest {
  // Words, all of which occur; the last one may be unfinished. "Quoted" words occur in this order. Neither case nor accents matter. May be empty if something else is given.
  q?: string;
  // Only in this conversation.
  conversation?: string | null;
  // Only from this user.
  sender?: string | null;
  // Only messages accepted then or later.
  after?: string | null;
  // Only messages accepted before then.
  before?: string | null;
  // Only messages that mention the caller.
  mentions_me?: boolean;
  // How many at most.
  limit?: number;
  // The previous page's next.
  cursor?: string | null;
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
  // The sender chooses it, unique among its messages in this conversation: a request that repeats it gets the first message. If it is absent, the server chooses one, and a repeated request is a second message.
  client_id?: string | null;
  // The text, kept exactly as it is.
  body: string;
  // The seq of the message that it answers.
  reply_to?: number | null;
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
  // Whether this client_id was sent before. The message is then the first one with it.
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
  // The session of this request.
  current: string;
}

export interface SessionRequest {
  // The session.
  session: string;
}

export interface SessionsRevoked {
  // The sessions that ended.
  sessions: string[];
  // The reason.
  reason: 'logout' | 'revoked_by_user' | 'password_changed' | 'token_reused' | 'replaced' | 'deactivated' | 'ended_by_operator';
}

export interface SettingsRequest {
  // The conversation.
  conversation: string;
  // Mute until then, the year 9999 for good; null: no longer muted.
  muted_until?: string | null;
  // At the top of the list.
  pinned?: boolean | null;
  // Put away.
  archived?: boolean | null;
  // Which messages cause a notification.
  notify?: 'all' | 'mentions' | 'none' | null;
}

export interface SettingsUpdated {
  // The conversation.
  conversation: string;
  // The user's own settings of it, all of them.
  settings: ConversationSettings;
}

export interface SignInReply {
  // The user who signed in.
  user: User;
  // The session of this device.
  session: string;
  // For Authorization: Bearer, and for hello.
  access_token: string;
  // Refresh before then.
  access_expires_at: string;
  // For the next refresh. Absent if the cookie contains it.
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
  // If it differs from the client's, the client starts again from this reply.
  epoch: string;
  // Where the user's own stream stands.
  user_rev: number;
  // What the client missed in conversations that it knows.
  changes: ConversationChanges[];
  // Conversations in which the client missed too much.
  reset: ResetConversation[];
  // Conversations that the client does not know.
  added: ConversationSummary[];
  // Conversations that the client named and the user is no longer in.
  gone: string[];
  // The user's read cursors that differ from the client's.
  cursors: ReadCursor[];
  // The caller's settings that changed since user_rev, of conversations that the client named and that this page covers. The client has user_rev only after the last page.
  settings?: SettingsUpdated[];
  // All users that the caller has blocked. Absent if nothing changed since user_rev.
  blocks?: string[];
  // All invitations that wait for the caller's answer. Absent if nothing changed since user_rev.
  invitations?: Invitation[];
  // There is more: sync again with it.
  next?: string;
}

export interface SyncRequest {
  // The database's epoch when the client last listened.
  epoch?: string | null;
  // Where the client stands in the user's own stream.
  user_rev?: number | null;
  // Where the client stands, by conversation id.
  conversations?: Record<string, Position>;
  // The last conversation, by id, of those that the client names here. It names more with the next pages, and the server's next is at most this one. Absent if it names all that it has behind cursor.
  until?: string | null;
  // The previous page's next.
  cursor?: string | null;
  // The old name of cursor.
  next?: string | null;
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
  // The member who types.
  user: string;
  // Show it for this time; 0 means that the member no longer types.
  expires_ms: number;
}

export interface TypingRequest {
  // The conversation.
  conversation: string;
  // false if the caller stopped typing.
  active?: boolean;
}

export interface Typists {
  // Several members of a large conversation.
  users: Typing[];
}

export interface UpdateConversationRequest {
  // The conversation.
  conversation: string;
  // The group's name.
  title?: string | null;
  // A free word to sort by.
  label?: string | null;
  // May new members read what is said from now on, before they join?
  shares_history?: boolean | null;
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
  // The user's role on this server.
  role: 'user' | 'agent' | 'admin' | 'customer';
  // Is this a program?
  bot: boolean;
  // When the account was made.
  created_at: string;
  // Whether other users do not see what this user has read.
  private_reads: boolean;
  // Whether other users do not see if this user is online.
  hide_presence: boolean;
  // The user does not want to be disturbed.
  do_not_disturb: boolean;
  // Who may add the user to a conversation or write to them first; shared: users who share a conversation with the user. All others make an invitation.
  reachable_by: 'everybody' | 'shared' | 'nobody';
}

export interface UserList {
  // First users whose username begins with q.
  users: PublicUser[];
}

export interface UserRequest {
  // The user.
  user: string;
}

export interface UserSearch {
  // The beginning of a username, or beginnings of words of the two names.
  q: string;
  // The largest number of users in the reply.
  limit?: number;
}

export interface VersionsRequest {
  // The conversation.
  conversation: string;
  // The message's seq.
  seq: number;
  // The previous page's next.
  cursor?: string | null;
}

export interface WatchRequest {
  // The users to watch from now on. An empty list ends watching.
  users: string[];
  // Also watch the members of these, if they are at most limits.presence_members.
  conversations?: string[];
}

export interface Operations {
  'account.deactivate': { params: DeactivationRequest; result: Nothing };
  'account.login': { params: { username: string; password: string; cookie?: boolean; }; result: SignInReply };
  'account.logout': { params: { refresh_token?: string | null; }; result: {} };
  'account.refresh': { params: { refresh_token?: string | null; }; result: SignInReply };
  'account.register': { params: { username: string; password: string; display_name?: string | null; email?: string | null; cookie?: boolean; }; result: SignInReply };
  'auth.refresh': { params: TokenRequest; result: TokenRenewed };
  'block.list': { params: BlockListRequest; result: BlockList };
  'config.get': { params: Nothing; result: ClientConfig };
  'conversation.create': { params: CreateGroupRequest; result: ConversationSummary };
  'conversation.get': { params: ConversationRequest; result: ConversationSummary };
  'conversation.leave': { params: ConversationRequest; result: Nothing };
  'conversation.list': { params: ListRequest; result: ConversationList };
  'conversation.settings': { params: SettingsRequest; result: ConversationSettings };
  'conversation.update': { params: UpdateConversationRequest; result: Conversation };
  'direct.open': { params: UserRequest; result: ConversationSummary };
  'hello': { params: HelloRequest; result: HelloReply };
  'invitation.accept': { params: InvitationRequest; result: ConversationSummary };
  'invitation.block': { params: InvitationRequest; result: Nothing };
  'invitation.decline': { params: InvitationRequest; result: Nothing };
  'invitation.list': { params: Nothing; result: InvitationList };
  'me.get': { params: Nothing; result: User };
  'me.update': { params: ProfileRequest; result: User };
  'member.add': { params: AddMemberRequest; result: Member };
  'member.list': { params: MemberListRequest; result: MemberList };
  'member.remove': { params: MemberRequest; result: Nothing };
  'member.update': { params: UpdateMemberRequest; result: Member };
  'message.delete': { params: MessageRequest; result: Message };
  'message.edit': { params: EditRequest; result: Message };
  'message.edits': { params: VersionsRequest; result: MessageVersions };
  'message.get': { params: MessageRequest; result: Message };
  'message.list': { params: HistoryRequest; result: MessageList };
  'message.send': { params: SendRequest; result: SentMessage };
  'password.change': { params: PasswordRequest; result: Nothing };
  'password.confirm': { params: ConfirmationRequest; result: Nothing };
  'password.reset': { params: { token: string; new_password: string; }; result: {} };
  'pin.add': { params: MessageRequest; result: Message };
  'pin.list': { params: PinsRequest; result: PinnedMessages };
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
  'sign_in.recent': { params: Nothing; result: PastSignIns };
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
  'invitation.accept': 'POST /invitations/{invitation}/accept',
  'invitation.block': 'POST /invitations/{invitation}/block',
  'invitation.decline': 'POST /invitations/{invitation}/decline',
  'invitation.list': 'GET /invitations',
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
  'password.confirm': 'POST /me/password/confirm',
  'password.reset': 'POST /password/reset',
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
  'sign_in.recent': 'GET /me/sign-ins',
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
  | { event: 'invitations.updated'; user_rev: number; data: InvitationsUpdated; }
  | { event: 'typing'; conversation: string; data: Typing | Typists; }
  | { event: 'receipt'; conversation: string; data: ReadCursor; }
  | { event: 'receipts'; conversation: string; data: Receipts; }
  | { event: 'presence'; data: Presence; }
  | { event: 'heartbeat'; data: Heartbeat; };
