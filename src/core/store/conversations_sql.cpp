#include <algorithm>

#include <parley/core/store/conversations.hpp>

#include "core/store/rows.hpp"

namespace parley {
namespace {

// Returns the unique key of a direct conversation. It does not depend on the order of the two users.
std::string direct_key(UserId one, UserId other) {
  const auto [lesser, greater] = std::minmax(one, other);
  std::string key(lesser.uuid().bytes().begin(), lesser.uuid().bytes().end());
  key.append(greater.uuid().bytes().begin(), greater.uuid().bytes().end());
  return key;
}

}  // namespace

Conversation ConversationStore::add(const NewConversation& conversation) { return *insert(conversation, std::nullopt); }

// If two transactions add the same direct conversation, the insertion of the second one waits until the first one has
// committed. It then inserts nothing, and the conversation is read.
std::pair<Conversation, bool> ConversationStore::add_direct(const NewConversation& conversation, UserId one,
                                                            UserId other) {
  const std::string key = direct_key(one, other);
  if (auto added = insert(conversation, Blob{key})) return {*std::move(added), true};
  return {connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE direct_key = $1", Blob{key})
              .one(read_conversation),
          false};
}

// Returns no row if the direct key exists. Groups have no key, and NULL never conflicts.
std::optional<Conversation> ConversationStore::insert(const NewConversation& conversation,
                                                      std::optional<Blob> direct_key) {
  return connection_
      .query(R"(
        INSERT INTO conversations (id, kind, title, label, shares_history, created_by, created_at, direct_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (direct_key) DO NOTHING
        RETURNING )" CONVERSATION_COLUMNS,
             conversation.id, conversation.kind, conversation.title, conversation.label, conversation.shares_history,
             conversation.created_by, conversation.created_at, direct_key)
      .first(read_conversation);
}

std::optional<Conversation> ConversationStore::find(ConversationId id) {
  return connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE id = $1", id)
      .first(read_conversation);
}

// FOR NO KEY UPDATE is enough, because the id never changes. FOR UPDATE would also wait for transactions that only
// insert a row with a foreign key to the conversation. SQLite has a single writer, and the clause is left out there.
std::optional<Conversation> ConversationStore::lock(ConversationId id) {
  return connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE id = $1 FOR NO KEY UPDATE", id)
      .first(read_conversation);
}

void ConversationStore::lock_all_of(UserId user) {
  connection_
      .query(R"(
        SELECT id FROM conversations
        WHERE id IN (SELECT conversation_id FROM members WHERE user_id = $1 AND left_at IS NULL)
        ORDER BY id FOR NO KEY UPDATE)",
             user)
      .all(read_value<ConversationId>);
}

std::optional<ConversationId> ConversationStore::find_direct(UserId one, UserId other) {
  return connection_.query("SELECT id FROM conversations WHERE direct_key = $1", Blob{direct_key(one, other)})
      .first(read_value<ConversationId>);
}

Rev ConversationStore::advance(ConversationId id) {
  return connection_.query("UPDATE conversations SET rev = rev + 1 WHERE id = $1 RETURNING rev", id)
      .one(read_value<Rev>);
}

// Properties that the patch leaves out are NULL here and keep their values.
Conversation ConversationStore::update(ConversationId id, const ConversationPatch& patch) {
  return connection_
      .query(R"(
        UPDATE conversations
        SET title = coalesce($2, title), label = coalesce($3, label), shares_history = coalesce($4, shares_history),
            shared_after = coalesce($5, shared_after), rev = rev + 1, meta_rev = rev + 1
        WHERE id = $1
        RETURNING )" CONVERSATION_COLUMNS,
             id, patch.title, patch.label, patch.shares_history, patch.shared_after)
      .one(read_conversation);
}

std::vector<std::pair<ConversationId, Rev>> ConversationStore::revs(std::span<const ConversationId> ids) {
  if (connection_.dialect() == Dialect::postgres) {
    return connection_.query("SELECT id, rev FROM conversations WHERE id = ANY ($1::uuid[])", Array(ids))
        .all([](Row& row) { return std::pair(row.take<ConversationId>(), row.take<Rev>()); });
  }
  std::vector<std::pair<ConversationId, Rev>> found;
  for (const ConversationId id : ids) {
    const auto rev = connection_.query("SELECT rev FROM conversations WHERE id = $1", id).first(read_value<Rev>);
    if (rev) found.emplace_back(id, *rev);
  }
  return found;
}

}  // namespace parley
