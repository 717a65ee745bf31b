// Conversations: opening them, listing them and changing their properties. Owned by the conversations module, asked
// from any loop. Every change is one transaction that locks the conversation, asks core/policy.hpp, allocates a rev and
// announces what it did.
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
  std::vector<UserId> members;  // beside the creator, who becomes its admin
};

struct ConversationPage {
  std::vector<ConversationSummary> conversations;
  std::optional<ConversationListCursor> next;
};

// Errors throughout: not_found for a conversation that the caller was never a member of (as if there were none),
// forbidden for one who left or may not do this, invalid_request with the field at fault.
class Conversations {
 public:
  Conversations(Database& database, const ReadCursors& read_cursors, const Clock& clock, const Limits& limits);

  // The one direct conversation of the two; second = true when it was made now. Errors: not_found (no such user),
  // invalid_request (with oneself).
  Task<std::pair<ConversationSummary, bool>> open_direct(Caller caller, UserId other);
  Task<ConversationSummary> create_group(Caller caller, NewGroup group);
  Task<ConversationPage> list(Caller caller, std::optional<ConversationListCursor> after, std::size_t limit);
  Task<ConversationSummary> get(Caller caller, ConversationId id);
  Task<Conversation> update(Caller caller, ConversationId id, ConversationPatch patch);

  // The caller's own, which nobody else hears of.
  Task<ConversationSettings> change_settings(Caller caller, ConversationId id, SettingsPatch patch);

 private:
  Database& database_;
  const ReadCursors& read_cursors_;
  const Clock& clock_;
  const Limits& limits_;
};

}  // namespace parley
