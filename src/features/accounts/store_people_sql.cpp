#include <algorithm>

#include <parley/features/accounts/store_people.hpp>

#include "core/store/rows.hpp"

namespace parley {
namespace {

// A beginning is rare if fewer words than this begin with it.
constexpr std::int64_t kRare = 100;

bool is_rare(SqlConnection& connection, std::string_view beginning) {
  return !connection
              .query(
                  "SELECT 1 FROM user_words WHERE word >= $1 AND word < $1 || chr(1114111) "
                  "ORDER BY word LIMIT 1 OFFSET $2",
                  beginning, kRare - 1)
              .first(read_value<std::int64_t>);
}

// Moves a rare beginning to the front, because the search walks through all words of the first one.
std::vector<std::string> rare_one_first(SqlConnection& connection, std::span<const std::string> beginnings) {
  std::vector<std::string> ordered(beginnings.begin(), beginnings.end());
  if (ordered.size() == 1) return ordered;
  const auto rare =
      std::ranges::find_if(ordered, [&](const auto& beginning) { return is_rare(connection, beginning); });
  if (rare != ordered.end()) std::iter_swap(ordered.begin(), rare);
  return ordered;
}

// Makes a JSON array for SQLite's json_each. The words consist of letters, digits and signs, so that nothing in them
// has to be escaped.
std::string json_array(std::span<const std::string> words) {
  std::string text = "[";
  for (const std::string& word : words) text += (text.size() == 1 ? "\"" : ",\"") + word + '"';
  return text + "]";
}

// The two statements that follow say the same. They walk through the index of words from the first beginning up to the
// greatest text that begins with it: no character comes after U+10FFFF (1114111). A user who has several such words is
// found at the least of them and skipped at the others, so each user comes once. Each further beginning is then looked
// up in the words of that user. They differ in how an array becomes rows. CROSS JOIN in SQLite and LATERAL … LIMIT 1 in
// PostgreSQL keep the planner from reading the users first.
std::vector<User> search_words_sqlite(SqlConnection& connection, std::span<const std::string> beginnings,
                                      std::size_t limit) {
  return connection
      .query("SELECT " USER_COLUMNS R"(
        FROM user_words w CROSS JOIN users ON users.id = w.user_id
        WHERE w.word >= $1 AND w.word < $1 || chr(1114111) AND )" ACTIVE_ACCOUNT("") R"(
          AND NOT EXISTS (
            SELECT 1 FROM user_words lesser
            WHERE lesser.user_id = w.user_id AND lesser.word >= $1 AND lesser.word < w.word)
          AND NOT EXISTS (
            SELECT 1 FROM json_each($2) wanted
            WHERE NOT EXISTS (
              SELECT 1 FROM user_words o
              WHERE o.user_id = w.user_id AND o.word >= wanted.value AND o.word < wanted.value || chr(1114111)))
        ORDER BY w.word, w.user_id LIMIT $3)",
             beginnings.front(), json_array(beginnings.subspan(1)), limit)
      .all(read_user);
}

std::vector<User> search_words_postgres(SqlConnection& connection, std::span<const std::string> beginnings,
                                        std::size_t limit) {
  return connection
      .query("SELECT " USER_COLUMNS R"(
        FROM user_words w CROSS JOIN LATERAL (SELECT * FROM users WHERE id = w.user_id LIMIT 1) found
        WHERE w.word >= $1 AND w.word < $1 || chr(1114111) AND )" ACTIVE_ACCOUNT("") R"(
          AND NOT EXISTS (
            SELECT 1 FROM user_words lesser
            WHERE lesser.user_id = w.user_id AND lesser.word >= $1 AND lesser.word < w.word)
          AND NOT EXISTS (
            SELECT 1 FROM unnest($2::text[]) AS wanted (word)
            WHERE NOT EXISTS (
              SELECT 1 FROM user_words o
              WHERE o.user_id = w.user_id AND o.word >= wanted.word AND o.word < wanted.word || chr(1114111)))
        ORDER BY w.word, w.user_id LIMIT $3)",
             beginnings.front(), Array(beginnings.subspan(1)), limit)
      .all(read_user);
}

}  // namespace

// Reads a range of the unique index of usernames, up to the greatest text that begins with the prefix. SQLite's column
// compares without regard to case (COLLATE NOCASE). PostgreSQL has an index on lower(username), and the collation "C"
// keeps the order of bytes.
std::vector<User> PeopleStore::search(std::string_view username_prefix, std::size_t limit) {
  if (connection_.dialect() == Dialect::sqlite) {
    return connection_
        .query("SELECT " USER_COLUMNS R"(
          FROM users
          WHERE username >= $1 AND username < $1 || chr(1114111) AND )" ACTIVE_ACCOUNT("") R"(
          ORDER BY username LIMIT $2)",
               username_prefix, limit)
        .all(read_user);
  }
  return connection_
      .query("SELECT " USER_COLUMNS R"(
        FROM users
        WHERE lower(username) >= lower($1::text COLLATE "C")
          AND lower(username) < lower($1::text COLLATE "C") || chr(1114111) AND )" ACTIVE_ACCOUNT("") R"(
        ORDER BY lower(username) LIMIT $2)",
             username_prefix, limit)
      .all(read_user);
}

std::vector<User> PeopleStore::search_words(std::span<const std::string> beginnings, std::size_t limit) {
  const std::vector<std::string> ordered = rare_one_first(connection_, beginnings);
  return connection_.dialect() == Dialect::sqlite ? search_words_sqlite(connection_, ordered, limit)
                                                  : search_words_postgres(connection_, ordered, limit);
}

void PeopleStore::set_words(const User& user, std::span<const std::string> words) {
  connection_.defer("DELETE FROM user_words WHERE user_id = $1", user.id);
  for (const std::string& word : words) {
    connection_.defer("INSERT INTO user_words (user_id, word) VALUES ($1, $2)", user.id, word);
  }
  connection_.defer("UPDATE users SET indexed_name = $2 WHERE id = $1", user.id, user.display_name);
}

// Several nodes may do this at the same time: SKIP LOCKED gives each of them other users.
std::vector<User> PeopleStore::without_words(std::size_t limit) {
  return connection_
      .query("SELECT " USER_COLUMNS R"(
        FROM users WHERE indexed_name IS DISTINCT FROM display_name
        ORDER BY id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)",
             limit)
      .all(read_user);
}

}  // namespace parley
