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
#include <parley/store/database.hpp>

namespace parley {

struct SqliteOptions {
  std::string path;  // created with its folder when it is not there
  std::size_t readers = 2;
  std::size_t queue_limit = 10'000;  // units of work waiting, for readers and the writer each
  // fsync after each commit. Off loses acknowledged messages on power loss: for benchmarks of the rest only.
  bool durable = true;
};

// Opens the file and brings its schema up to date. Errors: unavailable (cannot open, not a database, damaged), conflict
// (an applied migration was edited since, or the schema is newer than this program).
Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options);

struct MigrationStatus {
  std::string name;  // "0001_initial"
  bool applied = false;
};

// What `parleyd migrate` offers, without opening the database for service.
Result<std::vector<MigrationStatus>> sqlite_migration_status(const std::string& path);
Result<std::vector<std::string>> migrate_sqlite(const std::string& path);  // names of those applied now

}  // namespace parley
