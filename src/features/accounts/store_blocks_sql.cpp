#include <parley/features/accounts/store_blocks.hpp>

namespace parley {

std::vector<UserId> BlockStore::list(UserId user) {
  return connection_.query("SELECT blocked_id FROM blocks WHERE user_id = $1 ORDER BY blocked_id", user)
      .all(read_value<UserId>);
}

void BlockStore::add(UserId user, UserId blocked) {
  connection_.query("INSERT INTO blocks (user_id, blocked_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", user, blocked)
      .run();
  update_flags(user, blocked);
}

void BlockStore::remove(UserId user, UserId blocked) {
  connection_.query("DELETE FROM blocks WHERE user_id = $1 AND blocked_id = $2", user, blocked).run();
  update_flags(user, blocked);
}

// Most users have not blocked anyone and are not blocked. The flags in their rows save reads of empty lists: at each
// sync, and wherever the server asks whether one user may reach another.
void BlockStore::update_flags(UserId user, UserId blocked) {
  connection_
      .query("UPDATE users SET has_blocks = EXISTS (SELECT 1 FROM blocks WHERE user_id = $1) WHERE id = $1", user)
      .run();
  connection_
      .query("UPDATE users SET is_blocked = EXISTS (SELECT 1 FROM blocks WHERE blocked_id = $1) WHERE id = $1", blocked)
      .run();
}

bool BlockStore::is_between(UserId one, UserId other) {
  return connection_
      .query(R"(
        SELECT 1 FROM blocks
        WHERE (user_id = $1 AND blocked_id = $2) OR (user_id = $2 AND blocked_id = $1) LIMIT 1)",
             one, other)
      .first(read_value<std::int64_t>)
      .has_value();
}

void BlockStore::silence(ConversationId direct, bool silenced) {
  connection_.query("UPDATE members SET silenced = $2 WHERE conversation_id = $1", direct, silenced).run();
}

}  // namespace parley
