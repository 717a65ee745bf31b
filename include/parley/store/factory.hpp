// Opens the database that the configuration names. The only way into a store's implementation.
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
  std::string path;  // created with its folder when it is not there
  std::size_t readers = 2;
  std::size_t queue_limit = 10'000;  // units of work waiting, for readers and the writer each
  // fsync after each commit. Off loses acknowledged messages on power loss: for benchmarks of the rest only.
  bool durable = true;
};

struct PostgresOptions {
  std::string url;  // postgresql://user@host:port/database?sslmode=verify-full&sslrootcert=…, as libpq reads it
  std::string password = {};  // where it is not in the URL
  std::size_t readers = 4;  // threads that read, each with a connection
  std::size_t writers = 4;  // threads that write, each with a connection
  std::size_t queue_limit = 10'000;  // units of work waiting, for readers and writers each
  seconds connect_timeout{2};
  seconds statement_timeout{3};  // of one statement; a server that is silent for longer is given up
};

// Opens the file and brings its schema up to date. Errors: unavailable (cannot open, not a database, damaged), conflict
// (an applied migration was edited since, or the schema is newer than this program).
Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options);

// Connects. Errors: unavailable (cannot connect), conflict (the schema is behind this program or ahead of it, or an
// applied migration was edited since). A database that goes away later answers `unavailable` until it is back.
Result<std::unique_ptr<Database>> open_postgres(const PostgresOptions& options);

struct MigrationStatus {
  std::string name;  // "0001_initial"
  bool applied = false;
};

// What `parleyd migrate` offers, without opening the database for service.
Result<std::vector<MigrationStatus>> sqlite_migration_status(const std::string& path);
Result<std::vector<std::string>> migrate_sqlite(const std::string& path);  // names of those applied now
Result<std::vector<MigrationStatus>> postgres_migration_status(const PostgresOptions& options);
// Any number of nodes may do so at once: one migrates, the others wait for it.
Result<std::vector<std::string>> migrate_postgres(const PostgresOptions& options);

}  // namespace parley
