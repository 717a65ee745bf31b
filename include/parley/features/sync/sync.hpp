// Reads what a client missed since it last listened. The database is the replay buffer: rows as they are now, found by
// rev, and no stored events. The sync module owns it; any loop may call it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/core/event.hpp>
#include <parley/features/receipts/read_cursors.hpp>
#include <parley/store/coalescer.hpp>
#include <parley/store/database.hpp>

namespace parley {

// How far a client has a conversation.
struct ClientPosition {
  Rev rev;
  std::optional<Seq> read_seq;
};

struct SyncRequest {
  std::optional<Epoch> epoch;  // if it differs from the database's, no position is valid
  std::map<ConversationId, ClientPosition> positions;
  std::optional<UserRev> user_rev = {};  // how far the client has the user's own stream
  std::optional<ConversationId> after;   // the page begins behind this conversation: `next` of the page before
  std::optional<ConversationId> until = {};  // the positions, and the page, end with this conversation
};

// A conversation in which the client missed too much: as it is now, with its latest messages, ascending by seq.
struct ConversationReset {
  ConversationSummary summary;
  std::vector<Message> messages;
};

// What a live client follows from now on.
struct SyncStart {
  UserRole role;  // as it is now
  PresenceRules presence;
  std::vector<ConversationId> conversations;  // all that the user is a member of, ascending
};

struct SyncPage {
  Epoch epoch;
  User user;                                  // user.rev is how far the user's own stream is
  std::vector<ConversationChanges> changes;   // in conversations the client knows
  std::vector<ConversationReset> resets;      // conversations the client knows and in which it missed too much
  std::vector<ConversationSummary> added;     // conversations the client does not know
  std::vector<ConversationId> gone;           // conversations it knows and is no member of
  std::vector<ReadCursorMoved> cursors;       // where the client's read cursor is missing or differs
  // Pages have these three if the user's own stream is ahead of the client.
  std::vector<SettingsUpdated> settings;      // for conversations the client knows
  std::optional<std::vector<UserId>> blocks;  // all users that the user has blocked; on the first page
  std::optional<std::vector<Invitation>> invitations;  // all that wait for the user's answer; on the first page
  // Every conversation that this page covers, changed or not, with the rev that the client has after it has applied the
  // page.
  std::vector<StreamPosition> covered;
  std::optional<ConversationId> next;  // set if there is another page: it is the next request's `after`
};

// Asks whether a user may listen with a session, and to what.
struct SyncArrival {
  UserId user;
  SessionId session;
};

// Asks for a page.
struct SyncPageRequest {
  UserId user;
  SyncRequest request;
  std::map<ConversationId, Seq> pending_cursors;  // read cursors that the user moved and that are not stored yet
};

using SyncQuestion = std::variant<SyncArrival, std::shared_ptr<const SyncPageRequest>>;
// The answer to a SyncArrival is a SyncStart. The answer to a page is empty if the page takes more than what is read
// together with others.
using SyncAnswer = std::variant<SyncStart, std::optional<SyncPage>>;

// Requests that come while a transaction is under way share the next one. When a thousand clients come at once, dozens
// of them share a transaction and its round trips.
class Sync {
 public:
  Sync(Database& database, const ReadCursors& read_cursors, const Limits& limits);

  // Returns what a live client follows, before it asks for its first page. Errors: unauthenticated (the session was
  // revoked or the user is not active).
  Task<SyncStart> start(UserId user, SessionId session);
  // Reads one page in one snapshot of the database. Errors: invalid_request (the request names more than
  // limits.sync_conversations), not_found (there is no such user).
  Task<SyncPage> page(UserId user, SyncRequest request);
  // Returns whether the session was revoked, or its user may not be signed in any more. The hub asks when it has lost
  // events of the user.
  Task<bool> has_ended(UserId user, SessionId session);
  // Returns what happened in a conversation since a rev, as a member sees it who may see the messages after
  // `visible_after`. The hub recovers missed events with it. Errors: not_found.
  Task<ConversationChanges> changes_since(ConversationId conversation, Rev since, Seq visible_after);
  // Returns the last message that the user may not see, or nothing if the user is no member of the conversation now.
  // The hub asks before it lets a client follow a conversation.
  Task<std::optional<Seq>> visible_after(ConversationId conversation, UserId user);
  // Returns how far the streams are, without conversations and users that do not exist. The hub compares them with what
  // it has delivered.
  struct Revs {
    std::vector<std::pair<ConversationId, Rev>> conversations;
    std::vector<std::pair<UserId, UserRev>> users;
  };
  Task<Revs> revs(std::vector<ConversationId> conversations, std::vector<UserId> users);

 private:
  Database& database_;
  const ReadCursors& read_cursors_;
  const Limits& limits_;
  Coalescer<SyncQuestion, SyncAnswer> lane_;
  Coalescer<std::pair<ConversationId, UserId>, std::optional<Seq>> memberships_;
};

}  // namespace parley
