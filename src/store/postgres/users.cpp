#include "store/postgres/stores.hpp"
#include "store/rows.hpp"

namespace parley::postgres {

Result<User> Users::add(const NewUser& user) {
  // What is taken between this and the insertion is found by the unique index; the unit of work is then run again.
  if (find_by_username(user.username)) return fail(ErrorCode::username_taken, "This username is taken.");
  if (user.email && is_email_taken(*user.email, user.id)) {
    return fail(ErrorCode::email_taken, "This e-mail address is in use.");
  }
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

std::optional<User> Users::find(UserId id) {
  return connection_.query("SELECT " USER_COLUMNS " FROM users WHERE id = $1", id).first(read_user);
}

// Here and in the other stores, LATERAL with LIMIT holds PostgreSQL to one search by key for each that is wanted: what
// it knows about a table that has just begun to fill would otherwise have it read all of that table.
std::vector<std::optional<User>> Users::find_all(std::span<const UserId> ids) {
  return connection_
      .query("SELECT wanted.place, " USER_COLUMNS R"(
        FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (wanted_id, place)
        CROSS JOIN LATERAL (SELECT * FROM users WHERE id = wanted.wanted_id LIMIT 1) found)",
             Array(ids))
      .by_place(ids.size(), read_user);
}

std::optional<User> Users::lock(UserId id) {
  return connection_.query("SELECT " USER_COLUMNS " FROM users WHERE id = $1 FOR NO KEY UPDATE", id).first(read_user);
}

std::optional<User> Users::find_by_username(std::string_view username) {
  return connection_
      .query("SELECT " USER_COLUMNS R"( FROM users WHERE lower(username) = lower($1::text COLLATE "C"))", username)
      .first(read_user);
}

std::vector<User> Users::search(std::string_view username_prefix, std::size_t limit) {
  // A range of the unique index, up to the greatest text that begins so: no character comes after U+10FFFF.
  return connection_
      .query("SELECT " USER_COLUMNS R"(
        FROM users
        WHERE lower(username) >= lower($1::text COLLATE "C")
          AND lower(username) < lower($1::text COLLATE "C") || chr(1114111) AND deactivated_at IS NULL
        ORDER BY lower(username) LIMIT $2)",
             username_prefix, limit)
      .all(read_user);
}

std::vector<User> Users::search_words(std::span<const std::string> beginnings, std::size_t limit) {
  Array<std::string_view> wanted;
  for (const std::string& word : beginnings.subspan(1)) wanted.add(std::string_view(word));
  // Along the index of words; of a user's words that begin as the first one does, only the least counts.
  return connection_
      .query("SELECT " USER_COLUMNS R"(
        FROM user_words w CROSS JOIN LATERAL (SELECT * FROM users WHERE id = w.user_id LIMIT 1) found
        WHERE w.word >= $1 AND w.word < $1 || chr(1114111) AND deactivated_at IS NULL
          AND NOT EXISTS (
            SELECT FROM user_words lesser
            WHERE lesser.user_id = w.user_id AND lesser.word >= $1 AND lesser.word < w.word)
          AND NOT EXISTS (
            SELECT FROM unnest($2::text[]) AS wanted (word)
            WHERE NOT EXISTS (
              SELECT FROM user_words o
              WHERE o.user_id = w.user_id AND o.word >= wanted.word AND o.word < wanted.word || chr(1114111)))
        ORDER BY w.word, w.user_id LIMIT $3)",
             beginnings.front(), wanted, limit)
      .all(read_user);
}

void Users::set_words(const User& user, std::span<const std::string> words) {
  Array<std::string_view> all;
  for (const std::string& word : words) all.add(std::string_view(word));
  connection_.query("DELETE FROM user_words WHERE user_id = $1", user.id).run();
  connection_.query("INSERT INTO user_words (user_id, word) SELECT $1, unnest($2::text[])", user.id, all).run();
  connection_.query("UPDATE users SET indexed_name = $2 WHERE id = $1", user.id, user.display_name).run();
}

std::vector<User> Users::without_words(std::size_t limit) {
  return connection_
      .query("SELECT " USER_COLUMNS R"(
        FROM users WHERE indexed_name IS DISTINCT FROM display_name
        ORDER BY id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)",
             limit)
      .all(read_user);
}

std::optional<std::string> Users::password_hash(UserId id) {
  return connection_.query("SELECT password_hash FROM credentials WHERE user_id = $1", id)
      .first(read_value<std::string>);
}

void Users::set_password_hash(UserId id, std::string_view hash) {
  connection_
      .query(R"(
        INSERT INTO credentials (user_id, password_hash) VALUES ($1, $2)
        ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash)",
             id, hash)
      .run();
}

UserRev Users::advance(UserId id) {
  return connection_.query("UPDATE users SET rev = rev + 1 WHERE id = $1 RETURNING rev", id).one(read_value<UserRev>);
}

Result<User> Users::update_profile(UserId id, const ProfileChange& change) {
  const bool removes_email = change.email && change.email->empty();
  if (change.email && !removes_email && is_email_taken(*change.email, id)) {
    return fail(ErrorCode::email_taken, "This e-mail address is in use.");
  }
  auto user = connection_
                  .query(R"(
                    UPDATE users
                    SET display_name = coalesce($2, display_name),
                        email = CASE WHEN $4::boolean THEN NULL ELSE coalesce($3, email) END,
                        private_reads = coalesce($5, private_reads), hide_presence = coalesce($6, hide_presence),
                        do_not_disturb = coalesce($7, do_not_disturb), rev = rev + 1
                    WHERE id = $1
                    RETURNING )" USER_COLUMNS,
                         id, change.display_name, change.email, removes_email, change.private_reads,
                         change.hide_presence, change.do_not_disturb)
                  .first(read_user);
  if (!user) return fail(ErrorCode::not_found, "There is no such user.");
  return *std::move(user);
}

void Users::set_last_seen(std::span<const std::pair<UserId, Time>> seen) {
  Array<UserId> users;
  Array<std::int64_t> times;
  for (const auto& [user, time] : seen) {
    users.add(user);
    times.add(time.time_since_epoch().count());
  }
  connection_
      .query(R"(
        UPDATE users SET last_seen_at = greatest(last_seen_at, seen.at)
        FROM unnest($1::uuid[], $2::bigint[]) AS seen (user_id, at)
        WHERE users.id = seen.user_id)",
             users, times)
      .run();
}

void Users::deactivate(UserId id, Time now) {
  connection_.query("UPDATE users SET deactivated_at = coalesce(deactivated_at, $2) WHERE id = $1", id, now).run();
}

std::vector<std::pair<UserId, UserRev>> Users::revs(std::span<const UserId> ids) {
  return connection_.query("SELECT id, rev FROM users WHERE id = ANY ($1::uuid[])", Array(ids)).all([](Row& row) {
    return std::pair(row.take<UserId>(), row.take<UserRev>());
  });
}

bool Users::is_email_taken(std::string_view email, UserId except) {
  return connection_
      .query(R"(SELECT true FROM users WHERE lower(email) = lower($1::text COLLATE "C") AND id <> $2)", email, except)
      .first(read_value<bool>)
      .has_value();
}

}  // namespace parley::postgres
