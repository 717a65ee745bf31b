// Conversations. As a transaction sees them; belongs to the thread that runs the transaction.
// A database that fails throws StoreFailure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <parley/core/conversation.hpp>
#include <parley/store/sql.hpp>

namespace parley {

struct NewConversation {
  ConversationId id;
  ConversationKind kind = ConversationKind::group;
  std::string title;
  std::string label;
  bool shares_history = false;
  UserId created_by;
  Time created_at;
};

struct ConversationPatch {
  std::optional<std::string> title;
  std::optional<std::string> label;
  std::optional<bool> shares_history;
};

class ConversationStore {
 public:
  explicit ConversationStore(SqlConnection& connection) : connection_(connection) {}
  // A new conversation at rev 1 (meta_rev 1), without members.
  Conversation add(const NewConversation& conversation);
  // A direct conversation of the two, at rev 1 and without members yet; or, second = false, the one there was already.
  std::pair<Conversation, bool> add_direct(const NewConversation& conversation, UserId one, UserId other);
  std::optional<Conversation> find(ConversationId id);
  // As find, and holds the conversation against other writers until the transaction ends. Ask before changing anything.
  std::optional<Conversation> lock(ConversationId id);
  std::optional<ConversationId> find_direct(UserId one, UserId other);
  // Allocates the conversation's next rev.
  Rev advance(ConversationId id);
  // Changes what is given under a new rev, which is the meta_rev too.
  Conversation update(ConversationId id, const ConversationPatch& patch);
  // How far those that exist are, in any order.
  std::vector<std::pair<ConversationId, Rev>> revs(std::span<const ConversationId> ids);

 private:
  // Nothing: there is one with this key already.
  std::optional<Conversation> insert(const NewConversation& conversation, std::optional<Blob> direct_key);

  SqlConnection& connection_;
};

}  // namespace parley
