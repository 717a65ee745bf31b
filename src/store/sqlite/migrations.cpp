#include <filesystem>

#include <parley/store/factory.hpp>

#include "store/sqlite/guard.hpp"
#include "store/sqlite/migrations.hpp"

namespace parley::sqlite {
namespace {

bool has_table(Connection& connection, std::string_view name) {
  return connection.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", name)
      .first(read_value<bool>)
      .has_value();
}

void record(Connection& connection, const Migration& migration) {
  connection
      .query("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)",
             std::int64_t{migration.version}, migration.name, Blob{migration.checksum}, SystemClock().now())
      .run();
}

// Applies the next migration and returns its name, or nothing if there is none left. It is chosen and applied under one
// write lock, so that no other process applies it in between.
Result<std::optional<std::string>> apply_next(Connection& connection, std::span<const Migration> known) {
  WriteLock lock(connection);
  connection.run_script(R"(
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version    INTEGER PRIMARY KEY,
      name       TEXT NOT NULL,
      checksum   BLOB NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT)");
  const auto pending = TRY(pending_migrations(known, applied_schema(connection)));
  if (pending.empty()) return std::nullopt;
  const Migration& migration = pending.front();
  connection.run_script(std::string(migration.sql));
  record(connection, migration);
  lock.commit();
  return migration.name;
}

}  // namespace

Result<std::vector<std::string>> migrate(Connection& connection, std::span<const Migration> known) {
  return apply_all([&] { return apply_next(connection, known); });
}

AppliedSchema applied_schema(Connection& connection) {
  AppliedSchema schema;
  if (!has_table(connection, "schema_migrations")) return schema;
  schema.migrations =
      connection.query("SELECT version, name, checksum FROM schema_migrations ORDER BY version").all([](Row& row) {
        return AppliedMigration{static_cast<int>(row.take<std::int64_t>()), row.take<std::string>(),
                                row.take<std::string>()};
      });
  if (!has_table(connection, "settings")) return schema;
  const auto floor =
      connection.query("SELECT value FROM settings WHERE key = ?1", kSchemaFloor).first(read_value<std::string>);
  if (floor) schema.floor = read_schema_floor(*floor);
  return schema;
}

}  // namespace parley::sqlite

namespace parley {

Result<std::vector<MigrationStatus>> sqlite_migration_status(const std::string& path) {
  return sqlite::guarded(path, [&]() -> Result<std::vector<MigrationStatus>> {
    const auto known = TRY(read_migrations(embedded::sqlite_migrations()));
    AppliedSchema applied;
    if (std::filesystem::exists(path)) {
      sqlite::Connection connection(path, sqlite::OpenMode::read_only);
      applied = sqlite::applied_schema(connection);
    }
    return migration_status(known, applied);
  });
}

Result<std::vector<std::string>> migrate_sqlite(const std::string& path) {
  return sqlite::guarded(path, [&]() -> Result<std::vector<std::string>> {
    const auto known = TRY(read_migrations(embedded::sqlite_migrations()));
    sqlite::prepare_place(path);
    sqlite::Connection connection(path, sqlite::OpenMode::read_write);
    return sqlite::migrate(connection, known);
  });
}

}  // namespace parley
