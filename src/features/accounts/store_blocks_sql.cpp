#include <parley/features/accounts/store_blocks.hpp>

namespace parley {

std::vector<UserId> BlockStore::list(UserId user) {
  return connection_.query("SELECT blocked_id FROM blocks WHERE user_id = $1 ORDER BY blocked_id", user)
      .all(read_value<UserId>);
}

void BlockStore::add(UserId user, UserId blocked) {
  connection_.query("INSERT INTO blocks (user_id, blocked_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", user, blocked)
      .run();
  update_has_blocks(user);
}

void BlockStore::remove(UserId user, UserId blocked) {
  connection_.query("DELETE FROM blocks WHERE user_id = $1 AND blocked_id = $2", user, blocked).run();
  update_has_blocks(user);
}

// Most users have not blocked anyone. The flag in their row saves a read of an empty list at each sync.
void BlockStore::update_has_blocks(UserId user) {
  connection_
      .query("UPDATE users SET has_blocks = EXISTS (SELECT 1 FROM blocks WHERE user_id = $1) WHERE id = $1", user)
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
