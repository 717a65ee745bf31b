#include "store/postgres/connection_string.hpp"
#include "store/postgres/guard.hpp"
#include "store/postgres/migrations.hpp"

namespace parley::postgres {
namespace {

// Returns whether the table exists. to_regclass returns NULL for an unknown name instead of failing.
bool has_table(Connection& connection, std::string_view name) {
  return connection.query("SELECT to_regclass($1) IS NOT NULL", name).one(read_value<bool>);
}

void record(Connection& connection, const Migration& migration) {
  connection
      .query("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
             std::int64_t{migration.version}, migration.name, Blob{migration.checksum}, SystemClock().now())
      .run();
}

// Applies the next migration and returns its name, or nothing if there is none left. It is chosen and applied under one
// lock, so that no other node applies it in between.
Result<std::optional<std::string>> apply_next(Connection& connection, std::span<const Migration> known) {
  Scope scope(connection, Access::write);
  // The number is "parley" in ASCII. PostgreSQL releases the lock when the transaction ends in any way.
  connection.query("SELECT pg_advisory_xact_lock(x'7061726c6579'::bigint)").run();
  connection.run_script(R"(
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version    integer PRIMARY KEY,
      name       text NOT NULL,
      checksum   bytea NOT NULL,
      applied_at bigint NOT NULL
    ))");
  const auto pending = TRY(pending_migrations(known, applied_schema(connection)));
  if (pending.empty()) return std::nullopt;
  const Migration& migration = pending.front();
  connection.run_script(std::string(migration.sql));
  record(connection, migration);
  scope.commit();
  return migration.name;
}

}  // namespace

Result<std::vector<Migration>> known_migrations() { return read_migrations(embedded::postgres_migrations()); }

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
      connection.query("SELECT value FROM settings WHERE key = $1", kSchemaFloor).first(read_value<std::string>);
  if (floor) schema.floor = read_schema_floor(*floor);
  return schema;
}

}  // namespace parley::postgres

namespace parley {

Result<std::vector<MigrationStatus>> postgres_migration_status(const PostgresOptions& options) {
  return postgres::guarded([&]() -> Result<std::vector<MigrationStatus>> {
    const auto known = TRY(postgres::known_migrations());
    postgres::Connection connection(TRY(postgres::connection_string(options)));
    const postgres::Scope scope(connection, Access::read);
    const auto applied = postgres::applied_schema(connection);
    return migration_status(known, applied);
  });
}

Result<std::vector<std::string>> migrate_postgres(const PostgresOptions& options) {
  return postgres::guarded([&]() -> Result<std::vector<std::string>> {
    const auto known = TRY(postgres::known_migrations());
    postgres::Connection connection(TRY(postgres::connection_string(options)));
    return postgres::migrate(connection, known);
  });
}

}  // namespace parley
