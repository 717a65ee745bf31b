// Resync: what a client missed since it last listened, read from the database, which is the replay buffer. Owned by the
// composition root, asked from any loop. State-based: rows as they are now, found by rev.
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

// Where a client stands in a conversation.
struct ClientPosition {
  Rev rev;
  std::optional<Seq> read_seq;
};

struct SyncRequest {
  std::optional<Epoch> epoch;  // another one than the database's: every position is void
  std::map<ConversationId, ClientPosition> positions;
  std::optional<UserRev> user_rev = {};  // of the user's own stream
  std::optional<ConversationId> after;  // goes on behind this conversation: the previous page's `next`
};

// A conversation of which too much was missed: as it is now, with its latest messages, ascending by seq.
struct ConversationReset {
  ConversationSummary summary;
  std::vector<Message> messages;
};

// What a live client is to follow from now on.
struct SyncStart {
  UserRole role;  // of the user, as it is now
  PresenceRules presence;
  std::vector<ConversationId> conversations;  // all that the user is a member of, ascending
};

struct SyncPage {
  Epoch epoch;
  User user;  // its rev is where the user's own stream stands
  std::vector<ConversationChanges> changes;  // of conversations the client knows
  std::vector<ConversationReset> resets;  // of conversations it knows, but cannot be brought up to date step by step
  std::vector<ConversationSummary> added;  // conversations it does not know
  std::vector<ConversationId> gone;  // conversations it knows and is no member of; on the first page
  std::vector<ReadCursorMoved> cursors;  // where its read cursor or none was given and the stored one differs
  // Where the user's own stream is further than the client: on the first page.
  std::vector<SettingsUpdated> settings;  // of conversations the client knows
  std::optional<std::vector<UserId>> blocks;  // everybody whom the user has blocked
  // Every conversation that this page covers, changed or not, with the rev the client has after applying the page.
  std::vector<StreamPosition> covered;
  std::optional<ConversationId> next;  // there is more: ask again with `after`
};

// Who comes, and the session that is to be alive.
struct SyncArrival {
  UserId user;
  SessionId session;
};

// What a page is read for.
struct SyncPageRequest {
  UserId user;
  SyncRequest request;
  std::map<ConversationId, Seq> pending_cursors;  // moved by the user, and not stored yet
};

using SyncQuestion = std::variant<SyncArrival, std::shared_ptr<const SyncPageRequest>>;
// Of the same kind. No page where it takes more than what is read together.
using SyncAnswer = std::variant<SyncStart, std::optional<SyncPage>>;

// Whoever comes while others are being read for is read for together with those who come in the meantime: when a
// thousand come at once, a transaction and its round trips are shared by dozens.
class Sync {
 public:
  Sync(Database& database, const ReadCursors& read_cursors, const Limits& limits);

  // For a live client that comes, before its first page. Errors: unauthenticated (the session or the user is no longer
  // alive).
  Task<SyncStart> start(UserId user, SessionId session);
  // One page, on one snapshot.
  Task<SyncPage> page(UserId user, SyncRequest request);
  // What happened in a conversation since a rev, for one who joined after the message `joined_seq`. For the hub's
  // recovery. Errors: not_found.
  Task<ConversationChanges> changes_since(ConversationId conversation, Rev since, Seq joined_seq);
  // How far the streams are; those that do not exist are left out. For the hub's sweeps.
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
};

}  // namespace parley
