#include <libpq-fe.h>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <sqlite3.h>

#include "workloads/message_rows.hpp"

namespace parley::bench {
namespace {

constexpr std::size_t kBodyBytes = 100;

// Returns a statement that inserts the rows as the server would have written them for messages that were sent one after
// the other. `numbers` is a table with 1, 2, 3 … in the column i. The client ids ascend as text, as those of counting
// clients do.
std::string insertion(std::string_view numbers, std::string_view conversation, std::string_view sender) {
  return fmt::format(R"(
    INSERT INTO messages (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, created_at)
    SELECT c.id, n.i, c.rev + n.i, c.rev + n.i, {}, CAST(1000000000000 + n.i AS text), 'text', '{}', c.created_at + n.i
    FROM {} n CROSS JOIN conversations c WHERE c.id = {})",
                     sender, std::string(kBodyBytes, 'x'), numbers, conversation);
}

std::string advancement(std::string_view conversation, std::size_t count) {
  return fmt::format(
      "UPDATE conversations SET last_seq = {0}, rev = rev + {0}, last_message_at = created_at + {0} WHERE id = {1}",
      count, conversation);
}

class Sqlite {
 public:
  explicit Sqlite(const std::string& path) {
    sqlite3* opened = nullptr;
    const int result = ::sqlite3_open(path.c_str(), &opened);
    connection_.reset(opened);
    check(result);
  }
  void execute(const std::string& sql) {
    check(::sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr));
  }

 private:
  void check(int result) {
    if (result != SQLITE_OK) throw std::runtime_error(::sqlite3_errmsg(connection_.get()));
  }
  std::unique_ptr<sqlite3, decltype(&::sqlite3_close)> connection_{nullptr, &::sqlite3_close};
};

class Postgres {
 public:
  explicit Postgres(const std::string& url) : connection_(::PQconnectdb(url.c_str()), &::PQfinish) {}
  void execute(const std::string& sql) {
    const std::unique_ptr<PGresult, decltype(&::PQclear)> result(::PQexec(connection_.get(), sql.c_str()), &::PQclear);
    if (::PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
      throw std::runtime_error(::PQerrorMessage(connection_.get()));
    }
  }

 private:
  std::unique_ptr<PGconn, decltype(&::PQfinish)> connection_;
};

std::string sqlite_id(std::string id) {
  std::erase(id, '-');
  return fmt::format("x'{}'", id);
}

void write_to_sqlite(const std::string& path, const std::string& conversation, const std::string& sender,
                     std::size_t count) {
  const std::string numbers = fmt::format(
      "(WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {}) SELECT i FROM s)", count);
  Sqlite database(path);
  // A crash would only spoil a run of the benchmark. The server chooses its own mode again when it opens the file.
  database.execute("PRAGMA journal_mode = OFF");
  database.execute("PRAGMA synchronous = OFF");
  database.execute("PRAGMA cache_size = -262144");
  database.execute("BEGIN");
  database.execute(insertion(numbers, sqlite_id(conversation), sqlite_id(sender)));
  database.execute(advancement(sqlite_id(conversation), count));
  database.execute("COMMIT");
}

void write_to_postgres(const std::string& url, const std::string& conversation, const std::string& sender,
                       std::size_t count) {
  const std::string numbers = fmt::format("(SELECT i FROM generate_series(1::bigint, {}) AS s (i))", count);
  const std::string conversation_id = fmt::format("'{}'::uuid", conversation);
  Postgres database(url);
  // The conversation exists. Checking the foreign key for each row would take longer than writing the rows.
  database.execute("SET session_replication_role = replica");
  database.execute("BEGIN");
  database.execute(insertion(numbers, conversation_id, fmt::format("'{}'::uuid", sender)));
  database.execute(advancement(conversation_id, count));
  database.execute("COMMIT");
  // autovacuum does this some time after such an insertion.
  database.execute("VACUUM (ANALYZE) messages");
}

}  // namespace

void write_message_rows(const Grounds& grounds, const std::string& conversation, const std::string& sender,
                        std::size_t count) {
  if (grounds.postgres_url.empty()) {
    write_to_sqlite(grounds.folder / "parley.db", conversation, sender, count);
  } else {
    write_to_postgres(grounds.postgres_url, conversation, sender, count);
  }
}

}  // namespace parley::bench
