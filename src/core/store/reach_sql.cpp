#include <parley/core/store/reach.hpp>

#include "core/store/wanted.hpp"

// The users that a block separates from the user in the first argument, as a table with the column user_id.
#define SEPARATED                                                       \
  "(SELECT blocked_id AS user_id FROM blocks WHERE user_id = $1 UNION " \
  "SELECT user_id FROM blocks WHERE blocked_id = $1) separated "

namespace parley {
namespace {

BlocksBetween read_blocks(Row& row) { return {row.take<bool>(), row.take<bool>()}; }

}  // namespace

std::vector<BlocksBetween> ReachStore::blocks_between(UserId user, std::span<const UserId> others) {
  return connection_
      .query(WITH_WANTED(connection_.dialect(), R"(
        SELECT EXISTS (SELECT 1 FROM blocks WHERE user_id = wanted.id AND blocked_id = $2),
          EXISTS (SELECT 1 FROM blocks WHERE user_id = $2 AND blocked_id = wanted.id)
        FROM wanted ORDER BY wanted.ordinal)"),
             Array(others), user)
      .all(read_blocks);
}

// The conversations of the user are collected once. The others are looked for among them, each in the own
// conversations, so a user who is in thousands of conversations costs no more with each of the others.
std::vector<bool> ReachStore::sharing(UserId user, std::span<const UserId> others) {
  return connection_
      .query(WITH_WANTED(connection_.dialect(), R"(
        SELECT EXISTS (
          SELECT 1 FROM members theirs
          WHERE theirs.user_id = wanted.id AND theirs.left_at IS NULL
            AND coalesce(theirs.conversation_id, theirs.conversation_id) IN (
              SELECT mine.conversation_id FROM members mine WHERE mine.user_id = $2 AND mine.left_at IS NULL))
        FROM wanted ORDER BY wanted.ordinal)"),
             Array(others), user)
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

// Most users never had as many memberships. The index alone shows that, without their rows.
std::vector<UserId> ReachStore::members_of_many(std::span<const UserId> users, std::size_t many) {
  return connection_
      .query(WITH_WANTED(connection_.dialect(), R"(
        SELECT wanted.id FROM wanted
        WHERE (SELECT count(*) FROM (SELECT 1 FROM members m WHERE m.user_id = wanted.id LIMIT $2) ever) >= $2
          AND (SELECT count(*) FROM (
                 SELECT 1 FROM members m WHERE m.user_id = wanted.id AND m.left_at IS NULL LIMIT $2) present) >= $2
        ORDER BY wanted.ordinal)"),
             Array(users), many)
      .all(read_value<UserId>);
}

std::vector<UserId> ReachStore::blockers_of(UserId user) {
  return connection_.query("SELECT user_id FROM blocks WHERE blocked_id = $1 ORDER BY user_id", user)
      .all(read_value<UserId>);
}

}  // namespace parley
