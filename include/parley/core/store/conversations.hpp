// Reads and writes conversations in a transaction. A store belongs to one transaction and is used on that transaction's
// thread. Every function throws StoreFailure if the database fails.
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
  std::optional<Seq> shared_after = {};
};

class ConversationStore {
 public:
  explicit ConversationStore(SqlConnection& connection) : connection_(connection) {}
  // Adds a conversation with rev 1 and meta_rev 1, without members.
  Conversation add(const NewConversation& conversation);
  // Adds a direct conversation of the two users, with rev 1 and without members, and returns it with true. If the two
  // have one already, returns that one with false.
  std::pair<Conversation, bool> add_direct(const NewConversation& conversation, UserId one, UserId other);
  std::optional<Conversation> find(ConversationId id);
  // Finds the conversation and locks it until the transaction ends. Call this before any change, so that what was read
  // stays true.
  std::optional<Conversation> lock(ConversationId id);
  // Locks every conversation that the user is a member of, in the order of their ids.
  void lock_all_of(UserId user);
  std::optional<ConversationId> find_direct(UserId one, UserId other);
  // Allocates the conversation's next rev.
  Rev advance(ConversationId id);
  // Changes the properties that are set in the patch. The new rev is the new meta_rev too.
  Conversation update(ConversationId id, const ConversationPatch& patch);
  // Returns the revs of the conversations that exist, in any order.
  std::vector<std::pair<ConversationId, Rev>> revs(std::span<const ConversationId> ids);

 private:
  // Returns nothing if a conversation has this key already.
  std::optional<Conversation> insert(const NewConversation& conversation, std::optional<Blob> direct_key);

  SqlConnection& connection_;
};

}  // namespace parley
