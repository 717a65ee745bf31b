#include <parley/features/accounts/store.hpp>

#include "core/membership.hpp"
#include "core/store/rows.hpp"

namespace parley {

Result<User> AccountStore::add(const NewUser& user) {
  // Another transaction can take the name between this check and the insertion. The unique index then refuses the
  // insertion, the unit of work runs again, and finds the name taken.
  if (find_by_username(user.username)) return fail(ErrorCode::username_taken, "This username is taken.");
  auto added = connection_
                   .query(R"(
                     INSERT INTO users (id, username, display_name, email, created_at) VALUES ($1, $2, $3, $4, $5)
                     RETURNING )" USER_COLUMNS,
                          user.id, user.username, user.display_name, user.email, user.created_at)
                   .one(read_user);
  connection_.query("INSERT INTO credentials (user_id, password_hash) VALUES ($1, $2)", user.id, user.password_hash)
      .run();
  return added;
}

// SQLite's column compares without regard to case, PostgreSQL's index is on lower(username).
std::optional<User> AccountStore::find_by_username(std::string_view username) {
  if (connection_.dialect() == Dialect::sqlite) {
    return connection_.query("SELECT " USER_COLUMNS " FROM users WHERE username = $1", username).first(read_user);
  }
  return connection_
      .query("SELECT " USER_COLUMNS R"( FROM users WHERE lower(username) = lower($1::text COLLATE "C"))", username)
      .first(read_user);
}

std::optional<std::string> AccountStore::password_hash(UserId id) {
  return connection_.query("SELECT password_hash FROM credentials WHERE user_id = $1", id)
      .first(read_value<std::string>);
}

void AccountStore::set_password_hash(UserId id, std::string_view hash) {
  connection_
      .query(R"(
        INSERT INTO credentials (user_id, password_hash) VALUES ($1, $2)
        ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash)",
             id, hash)
      .run();
}

// An argument that is NULL leaves its column as it is. The address needs a flag beside it, because NULL in the column
// means that the user has none. A new address has not been verified.
Result<User> AccountStore::update_profile(UserId id, const ProfileChange& change) {
  const bool removes_email = change.email && change.email->empty();
  auto user = connection_
                  .query(R"(
                    UPDATE users
                    SET display_name = coalesce($2, display_name),
                        email = CASE WHEN $4 THEN NULL ELSE coalesce($3, email) END,
                        email_verified_at = CASE WHEN $4 OR lower($3) <> lower(email) THEN NULL
                                                 ELSE email_verified_at END,
                        private_reads = coalesce($5, private_reads), hide_presence = coalesce($6, hide_presence),
                        do_not_disturb = coalesce($7, do_not_disturb), reachable_by = coalesce($8, reachable_by),
                        rev = rev + 1
                    WHERE id = $1
                    RETURNING )" USER_COLUMNS,
                         id, change.display_name, change.email, removes_email, change.private_reads,
                         change.hide_presence, change.do_not_disturb, change.reachable_by)
                  .first(read_user);
  if (!user) return no_such_user();
  return *std::move(user);
}

// When a node stops, the users of all its connections are written together, hundreds in one statement on PostgreSQL.
// The subquery locks them in the order of their ids, which the join alone would not promise.
void AccountStore::set_last_seen(std::span<const std::pair<UserId, Time>> seen) {
  if (connection_.dialect() == Dialect::sqlite) {
    for (const auto& [user, time] : seen) {
      connection_.defer("UPDATE users SET last_seen_at = greatest(last_seen_at, $2) WHERE id = $1", user, time);
    }
    return;
  }
  Array<UserId> users;
  Array<std::int64_t> times;
  for (const auto& [user, time] : seen) {
    users.add(user);
    times.add(time.time_since_epoch().count());
  }
  connection_.defer(R"(
                      UPDATE users SET last_seen_at = greatest(last_seen_at, seen.at)
                      FROM (SELECT id FROM users WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE) locked
                      JOIN unnest($1::uuid[], $2::bigint[]) AS seen (user_id, at) ON seen.user_id = locked.id
                      WHERE users.id = locked.id)",
                    users, times);
}

void AccountStore::deactivate(UserId id, Time now) {
  connection_.query("UPDATE users SET deactivated_at = coalesce(deactivated_at, $2) WHERE id = $1", id, now).run();
}

}  // namespace parley
