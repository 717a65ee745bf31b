// The service that opens, lists and changes conversations. The conversations module owns it; any loop may call it.
// Every change is one transaction that locks the conversation, asks core/policy.hpp, allocates a rev and announces what
// it did.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/conversation.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/receipts/read_cursors.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct NewGroup {
  std::string title;
  std::string label;
  bool shares_history = false;
  std::vector<UserId> members;  // without the creator, who becomes the admin of the group
};

struct ConversationPage {
  std::vector<ConversationSummary> conversations;
  std::optional<ConversationListCursor> next;  // absent on the last page
};

// Every function reports these errors: not_found if the caller was never a member of the conversation, as if it did not
// exist; forbidden if the caller has left it or may not do this; invalid_request with the field at fault. Every summary
// is what the caller sees, with the read cursor that still waits in ReadCursors.
class Conversations {
 public:
  Conversations(Database& database, const ReadCursors& read_cursors, const Clock& clock, const Limits& limits);

  // Returns the one direct conversation of the two users; `second` is true if this call created it. More errors:
  // not_found (no such user, or one who has blocked the caller), blocked (by the caller), invalid_request (`other` is
  // the caller), consent_needed (`other` got an invitation and decides), forbidden (the caller's account was closed
  // meanwhile), conflict and rate_limited (limits).
  Task<std::pair<ConversationSummary, bool>> open_direct(Caller caller, UserId other);
  // Creates a group and returns it. The caller becomes its admin; users who decide first get an invitation. Errors:
  // invalid_request (too many members, or users that the caller may not reach: core/reach.hpp; each has its own fault),
  // forbidden (the caller's account was closed meanwhile), conflict and rate_limited (limits).
  Task<ConversationSummary> create_group(Caller caller, NewGroup group);
  // Returns the caller's conversations behind `after`, the most recently active first.
  Task<ConversationPage> list(Caller caller, std::optional<ConversationListCursor> after, std::size_t limit);
  Task<ConversationSummary> get(Caller caller, ConversationId id);
  // Changes the fields of a group that the patch contains and returns the group. An empty patch changes nothing.
  Task<Conversation> update(Caller caller, ConversationId id, ConversationPatch patch);

  // Changes the caller's own settings of the conversation and returns them. Only the caller's devices get the event.
  Task<ConversationSettings> change_settings(Caller caller, ConversationId id, SettingsPatch patch);

 private:
  Database& database_;
  const ReadCursors& read_cursors_;
  const Clock& clock_;
  const Limits& limits_;
};

}  // namespace parley
