// Opens and migrates databases. Nothing else of a database's implementation is visible to the rest of the program. Any
// thread.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/embedded.hpp>
#include <parley/base/error.hpp>
#include <parley/base/time.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct SqliteOptions {
  std::string path;  // the file; it is created, with its folder, if it does not exist
  std::size_t readers = 2;
  std::size_t queue_limit = 10'000;  // the most units of work that wait for the readers, and for the writer
  // Whether each commit waits for the disk (fsync). If it does not, a loss of power loses acknowledged messages; that
  // is for benchmarks of other parts only.
  bool durable = true;
  // Whether no other server may have the file open. A command that works beside the server sets it to false.
  bool alone = true;
};

struct PostgresOptions {
  std::string url;  // postgresql://user@host:port/database?sslmode=verify-full&sslrootcert=…, as libpq reads it
  std::string password = {};  // used if the URL contains none
  std::size_t readers = 4;  // threads that read, each with a connection
  std::size_t writers = 4;  // threads that write, each with a connection
  std::size_t queue_limit = 10'000;  // the most units of work that wait for the readers, and for the writers
  seconds connect_timeout{2};
  seconds statement_timeout{3};  // the limit of one statement; a server that is silent for longer counts as away
};

// Opens the file and brings its schema up to date. Errors: unavailable (cannot open, not a database, damaged), conflict
// (an applied migration was edited since, or the schema is newer than this program).
Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options);

// Connects. Errors: unavailable (cannot connect), conflict (the schema is behind this program or ahead of it, or an
// applied migration was edited since). A database that goes away later answers `unavailable` until it is back.
Result<std::unique_ptr<Database>> open_postgres(const PostgresOptions& options);

// Returns whether nobody else can read or change what passes between this process and the database: each host of the
// URL is this machine, or TLS verifies the server's certificate. Values that the URL lacks are those of libpq's
// environment (PGHOST, PGSSLMODE). Returns true for a URL that cannot be read, because opening it is refused anyway.
bool is_protected_link(const PostgresOptions& options);

struct MigrationStatus {
  std::string name;  // "0001_initial"
  bool applied = false;
};

// These do what `parleyd migrate` offers. The first two return each known migration and whether it was applied, the
// other two apply the pending ones and return their names. Several programs may migrate a database at the same time:
// one of them applies each migration, and the others wait. Errors: those of open_sqlite() and open_postgres().
Result<std::vector<MigrationStatus>> sqlite_migration_status(const std::string& path);
Result<std::vector<std::string>> migrate_sqlite(const std::string& path);
Result<std::vector<MigrationStatus>> postgres_migration_status(const PostgresOptions& options);
Result<std::vector<std::string>> migrate_postgres(const PostgresOptions& options);

}  // namespace parley
