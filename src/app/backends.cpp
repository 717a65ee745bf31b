#include <parley/app/backends.hpp>

#include <algorithm>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

namespace parley {

Result<std::unique_ptr<Database>> open_database(const Configuration& configuration, bool migrate) {
  const auto& store = configuration.store;
  if (store.kind == StoreKind::sqlite) return open_sqlite(store.sqlite);
  if (migrate) {
    TRY(migrate_postgres(store.postgres));
  }
  return open_postgres(store.postgres);
}

namespace {

// Refuses a database in which no server has worked yet, since the configuration that names it is then a wrong one.
// Errors: not_found, conflict (the schema is not that of this program), and those of migration_status().
Result<void> check_database(const Configuration& configuration) {
  const auto& store = configuration.store;
  const bool is_file = store.kind == StoreKind::sqlite;
  const std::string name = is_file ? std::filesystem::absolute(store.sqlite.path).string() : "in PostgreSQL";
  if (is_file && !std::filesystem::exists(store.sqlite.path)) {
    return fail(ErrorCode::not_found, fmt::format("There is no database {}. Use the server's configuration.", name));
  }
  const std::vector<MigrationStatus> migrations = TRY(migration_status(configuration));
  const auto applied = std::ranges::count_if(migrations, &MigrationStatus::applied);
  if (applied == 0) {
    return fail(ErrorCode::not_found,
                fmt::format("The database {} is not one of Parley. Use the server's configuration.", name));
  }
  if (std::cmp_less(applied, migrations.size())) {
    return fail(ErrorCode::conflict, fmt::format("The database {} is that of an older version. Start the server of "
                                                 "this version first, or run `parleyd migrate`.",
                                                 name));
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Database>> open_database_beside(const Configuration& configuration) {
  TRY(check_database(configuration));
  if (configuration.store.kind == StoreKind::sqlite) {
    SqliteOptions options = configuration.store.sqlite;
    options.readers = 1;
    options.alone = false;
    return open_sqlite(options);
  }
  PostgresOptions options = configuration.store.postgres;
  options.readers = 1;
  options.writers = 1;
  return open_postgres(options);
}

Result<std::vector<std::string>> migrate_database(const Configuration& configuration) {
  const auto& store = configuration.store;
  return store.kind == StoreKind::sqlite ? migrate_sqlite(store.sqlite.path) : migrate_postgres(store.postgres);
}

Result<std::vector<MigrationStatus>> migration_status(const Configuration& configuration) {
  const auto& store = configuration.store;
  return store.kind == StoreKind::sqlite ? sqlite_migration_status(store.sqlite.path)
                                         : postgres_migration_status(store.postgres);
}

std::string describe_database(const Configuration& configuration) {
  return configuration.store.kind == StoreKind::sqlite ? configuration.store.sqlite.path : "postgres";
}

// SQLite has a single writer, for which a second lane would only have to wait. For PostgreSQL, committing a batch costs
// as much as about twenty messages. More lanes than cores cannot run in parallel and only commit more often; but two
// lanes are always useful, since one works while the other waits for the disk.
std::size_t message_lanes(const Configuration& configuration) {
  if (configuration.store.kind == StoreKind::sqlite) return 1;
  const std::size_t half_of_the_cores = std::thread::hardware_concurrency() / 2;
  return std::min(configuration.store.postgres.writers, std::max<std::size_t>(half_of_the_cores, 2));
}

Result<SharedParts> open_shared_parts(const Configuration& configuration, std::span<const SigningKey> keys,
                                      asio::io_context& loop, Metrics& metrics) {
  if (configuration.bus.kind == BusKind::local) {
    return SharedParts{nullptr, create_local_bus(), create_local_leases(), create_local_limits()};
  }
  RedisOptions options = configuration.bus.redis;
  for (const SigningKey& key : keys) options.secrets.push_back(key.secret);
  auto links = TRY(open_redis(options, loop, metrics));
  SharedParts parts;
  parts.links = std::move(links);
  parts.bus = create_redis_bus(*parts.links);
  parts.leases = create_redis_leases(*parts.links);
  parts.limits = create_redis_limits(*parts.links);
  return parts;
}

}  // namespace parley
