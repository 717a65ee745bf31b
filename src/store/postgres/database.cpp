#include <parley/store/factory.hpp>

#include "store/postgres/connection_string.hpp"
#include "store/postgres/guard.hpp"
#include "store/postgres/workers.hpp"

namespace parley {
namespace postgres {
namespace {

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(ConnectorOptions connecting, const PostgresOptions& options)
      : connector_(std::move(connecting), watchdog_),
        writers_(Access::write, options.writers, options.queue_limit, connector_, announcer_),
        readers_(Access::read, options.readers, options.queue_limit, connector_, announcer_) {
    connector_.set_away_listener([this] {
      writers_.refuse_waiting();
      readers_.refuse_waiting();
    });
  }

  // All workers finish before any is destroyed, because a worker that finds the server away calls the others'
  // refuse_waiting().
  ~PostgresDatabase() override {
    readers_.finish();
    writers_.finish();
  }
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  void submit(Access access, std::unique_ptr<UnitOfWork> unit) override {
    if (connector_.is_away()) return unit->finish(std::unexpected(unavailable_error(access)));
    if ((access == Access::read ? readers_ : writers_).add(unit)) return;
    unit->finish(std::unexpected(busy_error()));
  }

  void set_commit_listener(CommitListener listener) override { announcer_.set_listener(std::move(listener)); }

  DatabaseStatus status() const override {
    return {.reachable = !connector_.is_away(),
            .failures = connector_.failures(),
            .queued_reads = readers_.queued(),
            .queued_writes = writers_.queued()};
  }

 private:
  Announcer announcer_;
  Watchdog watchdog_;
  Connector connector_;
  Workers writers_;
  Workers readers_;
};

Result<std::unique_ptr<Database>> open(const PostgresOptions& options) {
  auto known = TRY(known_migrations());
  auto parameters = TRY(connection_string(options));
  try {
    return std::make_unique<PostgresDatabase>(ConnectorOptions{.parameters = std::move(parameters),
                                                               .statement_timeout = options.statement_timeout,
                                                               .known = std::move(known)},
                                              options);
  } catch (const UnfitDatabase& unfit) {
    return std::unexpected(unfit.error());
  }
}

}  // namespace
}  // namespace postgres

Result<std::unique_ptr<Database>> open_postgres(const PostgresOptions& options) {
  return postgres::guarded([&] { return postgres::open(options); });
}

}  // namespace parley
