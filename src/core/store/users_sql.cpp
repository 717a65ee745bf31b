#include <parley/core/store/users.hpp>

#include "core/store/rows.hpp"
#include "core/store/wanted.hpp"

namespace parley {

std::optional<User> UserStore::find(UserId id) {
  return connection_.query("SELECT " USER_COLUMNS " FROM users WHERE id = $1", id).first(read_user);
}

// SQLite gets one statement for each user, because a statement in the same process costs little. PostgreSQL gets one
// statement for all, to save round trips. LATERAL with LIMIT makes it search by key once for each id; its statistics of
// a table that has just begun to fill would otherwise make it read the whole table. Other stores do the same.
std::vector<std::optional<User>> UserStore::find_all(std::span<const UserId> ids) {
  if (connection_.dialect() == Dialect::sqlite) {
    std::vector<std::optional<User>> found;
    for (const UserId id : ids) found.push_back(find(id));
    return found;
  }
  return connection_
      .query("SELECT wanted.ordinal, " USER_COLUMNS R"(
        FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (wanted_id, ordinal)
        CROSS JOIN LATERAL (SELECT * FROM users WHERE id = wanted.wanted_id LIMIT 1) found)",
             Array(ids))
      .by_ordinal(ids.size(), read_user);
}

std::optional<User> UserStore::lock(UserId id) {
  return connection_.query("SELECT " USER_COLUMNS " FROM users WHERE id = $1 FOR NO KEY UPDATE", id).first(read_user);
}

std::vector<User> UserStore::lock_all(std::span<const UserId> ids) {
  if (connection_.dialect() == Dialect::postgres) {
    return connection_
        .query("SELECT " USER_COLUMNS " FROM users WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE",
               Array(ids))
        .all(read_user);
  }
  return connection_
      .query(SQLITE_WANTED "SELECT " USER_COLUMNS " FROM users WHERE id IN (SELECT wanted.id FROM wanted) ORDER BY id",
             Array(ids))
      .all(read_user);
}

UserRev UserStore::advance(UserId id) {
  return connection_.query("UPDATE users SET rev = rev + 1 WHERE id = $1 RETURNING rev", id).one(read_value<UserRev>);
}

std::vector<std::pair<UserId, UserRev>> UserStore::advance_all(std::span<const UserId> ids) {
  return connection_
      .query(WITH_WANTED(connection_.dialect(), R"(
        UPDATE users SET rev = rev + 1 WHERE id IN (SELECT wanted.id FROM wanted) RETURNING id, rev)"),
             Array(ids))
      .all([](Row& row) { return std::pair(row.take<UserId>(), row.take<UserRev>()); });
}

std::vector<std::pair<UserId, UserRev>> UserStore::revs(std::span<const UserId> ids) {
  if (connection_.dialect() == Dialect::postgres) {
    return connection_.query("SELECT id, rev FROM users WHERE id = ANY ($1::uuid[])", Array(ids)).all([](Row& row) {
      return std::pair(row.take<UserId>(), row.take<UserRev>());
    });
  }
  std::vector<std::pair<UserId, UserRev>> found;
  for (const UserId id : ids) {
    const auto rev = connection_.query("SELECT rev FROM users WHERE id = $1", id).first(read_value<UserRev>);
    if (rev) found.emplace_back(id, *rev);
  }
  return found;
}

}  // namespace parley
