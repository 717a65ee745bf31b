#include "store/rows.hpp"
#include "store/sqlite/stores.hpp"

namespace parley::sqlite {
namespace {

// Words hold nothing that JSON would have escaped.
std::string json_array(std::span<const std::string> words) {
  std::string text = "[";
  for (const std::string& word : words) text += (text.size() == 1 ? "\"" : ",\"") + word + '"';
  return text + "]";
}

}  // namespace

Result<User> Users::add(const NewUser& user) {
  // Nobody else writes during this transaction, so that what is free now stays free.
  if (find_by_username(user.username)) return fail(ErrorCode::username_taken, "This username is taken.");
  if (user.email && is_email_taken(*user.email, user.id)) {
    return fail(ErrorCode::email_taken, "This e-mail address is in use.");
  }
  connection_
      .query(R"(INSERT INTO users (id, username, display_name, email, created_at) VALUES (?1, ?2, ?3, ?4, ?5))",
             user.id, user.username, user.display_name, user.email, user.created_at)
      .run();
  connection_.query("INSERT INTO credentials (user_id, password_hash) VALUES (?1, ?2)", user.id, user.password_hash)
      .run();
  return *find(user.id);
}

std::optional<User> Users::find(UserId id) {
  return connection_.query("SELECT " USER_COLUMNS " FROM users WHERE id = ?1", id).first(read_user);
}

std::vector<std::optional<User>> Users::find_all(std::span<const UserId> ids) {
  std::vector<std::optional<User>> found;
  for (const UserId id : ids) found.push_back(find(id));
  return found;
}

std::optional<User> Users::find_by_username(std::string_view username) {
  // The column compares without regard to case.
  return connection_.query("SELECT " USER_COLUMNS " FROM users WHERE username = ?1", username).first(read_user);
}

std::vector<User> Users::search(std::string_view username_prefix, std::size_t limit) {
  // A range of the unique index, up to the greatest text that begins so: no character comes after U+10FFFF.
  return connection_
      .query("SELECT " USER_COLUMNS R"(
        FROM users
        WHERE username >= ?1 AND username < ?1 || char(0x10FFFF) AND deactivated_at IS NULL
        ORDER BY username LIMIT ?2)",
             username_prefix, limit)
      .all(read_user);
}

std::vector<User> Users::search_words(std::span<const std::string> beginnings, std::size_t limit) {
  // Along the index of words; of a user's words that begin as the first one does, only the least counts.
  return connection_
      .query("SELECT " USER_COLUMNS R"(
        FROM user_words w CROSS JOIN users ON users.id = w.user_id
        WHERE w.word >= ?1 AND w.word < ?1 || char(0x10FFFF) AND deactivated_at IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM user_words lesser
            WHERE lesser.user_id = w.user_id AND lesser.word >= ?1 AND lesser.word < w.word)
          AND NOT EXISTS (
            SELECT 1 FROM json_each(?2) wanted
            WHERE NOT EXISTS (
              SELECT 1 FROM user_words o
              WHERE o.user_id = w.user_id AND o.word >= wanted.value AND o.word < wanted.value || char(0x10FFFF)))
        ORDER BY w.word, w.user_id LIMIT ?3)",
             beginnings.front(), json_array(beginnings.subspan(1)), limit)
      .all(read_user);
}

void Users::set_words(const User& user, std::span<const std::string> words) {
  connection_.query("DELETE FROM user_words WHERE user_id = ?1", user.id).run();
  for (const std::string& word : words) {
    connection_.query("INSERT INTO user_words (user_id, word) VALUES (?1, ?2)", user.id, word).run();
  }
  connection_.query("UPDATE users SET indexed_name = ?2 WHERE id = ?1", user.id, user.display_name).run();
}

std::vector<User> Users::without_words(std::size_t limit) {
  return connection_
      .query("SELECT " USER_COLUMNS " FROM users WHERE indexed_name IS NOT display_name ORDER BY id LIMIT ?1", limit)
      .all(read_user);
}

std::optional<std::string> Users::password_hash(UserId id) {
  return connection_.query("SELECT password_hash FROM credentials WHERE user_id = ?1", id)
      .first(read_value<std::string>);
}

void Users::set_password_hash(UserId id, std::string_view hash) {
  connection_
      .query(R"(
        INSERT INTO credentials (user_id, password_hash) VALUES (?1, ?2)
        ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash)",
             id, hash)
      .run();
}

UserRev Users::advance(UserId id) {
  return connection_.query("UPDATE users SET rev = rev + 1 WHERE id = ?1 RETURNING rev", id).one(read_value<UserRev>);
}

Result<User> Users::update_profile(UserId id, const ProfileChange& change) {
  const bool removes_email = change.email && change.email->empty();
  if (change.email && !removes_email && is_email_taken(*change.email, id)) {
    return fail(ErrorCode::email_taken, "This e-mail address is in use.");
  }
  auto user = connection_
                  .query(R"(
                    UPDATE users
                    SET display_name = coalesce(?2, display_name),
                        email = CASE WHEN ?4 THEN NULL ELSE coalesce(?3, email) END,
                        private_reads = coalesce(?5, private_reads), hide_presence = coalesce(?6, hide_presence),
                        do_not_disturb = coalesce(?7, do_not_disturb), rev = rev + 1
                    WHERE id = ?1
                    RETURNING )" USER_COLUMNS,
                         id, change.display_name, change.email, removes_email, change.private_reads,
                         change.hide_presence, change.do_not_disturb)
                  .first(read_user);
  if (!user) return fail(ErrorCode::not_found, "There is no such user.");
  return *std::move(user);
}

void Users::set_last_seen(std::span<const std::pair<UserId, Time>> seen) {
  for (const auto& [user, time] : seen) {
    connection_.query("UPDATE users SET last_seen_at = max(coalesce(last_seen_at, 0), ?2) WHERE id = ?1", user, time)
        .run();
  }
}

void Users::deactivate(UserId id, Time now) {
  connection_.query("UPDATE users SET deactivated_at = coalesce(deactivated_at, ?2) WHERE id = ?1", id, now).run();
}

std::vector<std::pair<UserId, UserRev>> Users::revs(std::span<const UserId> ids) {
  std::vector<std::pair<UserId, UserRev>> found;
  for (const UserId id : ids) {
    const auto rev = connection_.query("SELECT rev FROM users WHERE id = ?1", id).first(read_value<UserRev>);
    if (rev) found.emplace_back(id, *rev);
  }
  return found;
}

bool Users::is_email_taken(std::string_view email, UserId except) {
  return connection_.query("SELECT 1 FROM users WHERE email = ?1 AND id <> ?2", email, except)
      .first(read_value<bool>)
      .has_value();
}

}  // namespace parley::sqlite
