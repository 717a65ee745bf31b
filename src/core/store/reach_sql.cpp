// SQLite gets one statement for each user, PostgreSQL one for all (see UserStore::find_all).
#include <parley/core/store/reach.hpp>

// The users that a block separates from the user in the first argument, as a table with the column user_id.
#define SEPARATED                                                       \
  "(SELECT blocked_id AS user_id FROM blocks WHERE user_id = $1 UNION " \
  "SELECT user_id FROM blocks WHERE blocked_id = $1) separated "

namespace parley {
namespace {

BlocksBetween read_blocks(Row& row) { return {row.take<bool>(), row.take<bool>()}; }

}  // namespace

std::vector<BlocksBetween> ReachStore::blocks_between(UserId user, std::span<const UserId> others) {
  std::vector<BlocksBetween> found;
  if (connection_.dialect() == Dialect::sqlite) {
    for (const UserId other : others) {
      found.push_back(connection_
                          .query(R"(
                            SELECT EXISTS (SELECT 1 FROM blocks WHERE user_id = $2 AND blocked_id = $1),
                              EXISTS (SELECT 1 FROM blocks WHERE user_id = $1 AND blocked_id = $2))",
                                 user, other)
                          .one(read_blocks));
    }
    return found;
  }
  return connection_
      .query(R"(
        SELECT EXISTS (SELECT 1 FROM blocks WHERE user_id = wanted.id AND blocked_id = $1),
          EXISTS (SELECT 1 FROM blocks WHERE user_id = $1 AND blocked_id = wanted.id)
        FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (id, ordinal)
        ORDER BY wanted.ordinal)",
             user, Array(others))
      .all(read_blocks);
}

// CROSS JOIN makes SQLite walk through the conversations of the user and look up the other member in each.
std::vector<bool> ReachStore::sharing(UserId user, std::span<const UserId> others) {
  if (connection_.dialect() == Dialect::sqlite) {
    std::vector<bool> found;
    for (const UserId other : others) {
      found.push_back(connection_
                          .query(R"(
                            SELECT EXISTS (
                              SELECT 1 FROM members mine CROSS JOIN members theirs
                              WHERE mine.user_id = $1 AND mine.left_at IS NULL
                                AND theirs.conversation_id = mine.conversation_id AND theirs.user_id = $2
                                AND theirs.left_at IS NULL))",
                                 user, other)
                          .one(read_value<bool>));
    }
    return found;
  }
  return connection_
      .query(R"(
        SELECT EXISTS (
          SELECT 1 FROM members mine JOIN members theirs ON theirs.conversation_id = mine.conversation_id
          WHERE mine.user_id = $1 AND mine.left_at IS NULL AND theirs.user_id = wanted.id AND theirs.left_at IS NULL)
        FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (id, ordinal)
        ORDER BY wanted.ordinal)",
             user, Array(others))
      .all(read_value<bool>);
}

std::vector<UserId> ReachStore::separated_from(UserId user) {
  return connection_.query("SELECT user_id FROM " SEPARATED "ORDER BY user_id", user).all(read_value<UserId>);
}

std::vector<UserId> ReachStore::separated_in(ConversationId conversation, UserId user) {
  return connection_
      .query("SELECT m.user_id FROM " SEPARATED R"(
        JOIN members m ON m.conversation_id = $2 AND m.user_id = separated.user_id
        WHERE m.left_at IS NULL ORDER BY m.user_id)",
             user, conversation)
      .all(read_value<UserId>);
}

std::vector<std::int64_t> ReachStore::count_conversations(std::span<const UserId> users, std::size_t most) {
  if (connection_.dialect() == Dialect::sqlite) {
    std::vector<std::int64_t> counts;
    for (const UserId user : users) {
      counts.push_back(connection_
                           .query(R"(
                             SELECT count(*)
                             FROM (SELECT 1 FROM members WHERE user_id = $1 AND left_at IS NULL LIMIT $2) present)",
                                  user, most)
                           .one(read_value<std::int64_t>));
    }
    return counts;
  }
  return connection_
      .query(R"(
        SELECT (SELECT count(*)
                FROM (SELECT 1 FROM members m WHERE m.user_id = wanted.id AND m.left_at IS NULL LIMIT $2) present)
        FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, ordinal)
        ORDER BY wanted.ordinal)",
             Array(users), most)
      .all(read_value<std::int64_t>);
}

std::vector<UserId> ReachStore::blockers_of(UserId user) {
  return connection_.query("SELECT user_id FROM blocks WHERE blocked_id = $1 ORDER BY user_id", user)
      .all(read_value<UserId>);
}

}  // namespace parley
