#include <parley/app/backends.hpp>

namespace parley {

Result<std::unique_ptr<Database>> open_database(const Configuration& configuration, bool migrate) {
  const auto& store = configuration.store;
  static_cast<void>(migrate);
  return open_sqlite(store.sqlite);
}

Result<std::vector<std::string>> migrate_database(const Configuration& configuration) {
  const auto& store = configuration.store;
  return migrate_sqlite(store.sqlite.path);
}

Result<std::vector<MigrationStatus>> migration_status(const Configuration& configuration) {
  const auto& store = configuration.store;
  return sqlite_migration_status(store.sqlite.path);
}

std::string describe_database(const Configuration& configuration) {
  return configuration.store.kind == StoreKind::sqlite ? configuration.store.sqlite.path : "postgres";
}

// SQLite has one writer, whom a second lane would only make wait.
std::size_t message_lanes(const Configuration& configuration) {
  return configuration.store.kind == StoreKind::sqlite ? 1 : configuration.store.postgres.writers;
}

Result<SharedParts> open_shared_parts(const Configuration& /*configuration*/, asio::io_context& /*loop*/,
                                      Metrics& /*metrics*/) {
  return SharedParts{nullptr, create_local_bus(), create_local_leases(), create_local_limits()};
}

}  // namespace parley
