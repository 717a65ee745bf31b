#include <parley/app/backends.hpp>

#include <algorithm>
#include <thread>

namespace parley {

Result<std::unique_ptr<Database>> open_database(const Configuration& configuration, bool migrate) {
  const auto& store = configuration.store;
  if (store.kind == StoreKind::sqlite) return open_sqlite(store.sqlite);
  if (migrate) {
    TRY(migrate_postgres(store.postgres));
  }
  return open_postgres(store.postgres);
}

Result<std::unique_ptr<Database>> open_database_beside(const Configuration& configuration) {
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
