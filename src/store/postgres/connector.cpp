#include <pthread.h>

#include <parley/base/backoff.hpp>
#include <parley/base/log.hpp>
#include <parley/base/random.hpp>

#include "store/postgres/connector.hpp"

namespace parley::postgres {
namespace {

constexpr milliseconds kLeastPause{50};
constexpr milliseconds kLongestPause{2'000};

// Sets the parameters that every database session needs, whatever the server's configuration says.
//
// The server cancels a statement or a wait for a lock that takes too long. It also ends a transaction if its client has
// become silent, because the locks of such a transaction would block other nodes.
//
// Every statement of the stores uses an index. The planner is prevented from using other plans, because its statistics
// about a table that was empty a minute ago are wrong. It is also prevented from planning a statement again for each
// set of values.
void set_up(Connection& connection, const ConnectorOptions& options) {
  Scope scope(connection, Access::write);
  connection
      .query(R"(
        SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false),
               set_config('idle_in_transaction_session_timeout', $3, false),
               set_config('enable_seqscan', 'off', false), set_config('enable_hashjoin', 'off', false),
               set_config('enable_mergejoin', 'off', false), set_config('jit', 'off', false),
               set_config('plan_cache_mode', 'force_generic_plan', false))",
             std::to_string(options.statement_timeout.count()),
             std::to_string(options.statement_timeout.count() * 2 / 3), std::to_string(options.patience().count()))
      .run();
  scope.commit();
}

// Throws UnfitDatabase unless the database has exactly the schema of this program.
void check_schema(Connection& connection, std::span<const Migration> known) {
  const Scope scope(connection, Access::read);
  const auto pending = pending_migrations(known, applied_schema(connection));
  if (!pending) throw UnfitDatabase(pending.error());
  if (pending->empty()) return;
  throw UnfitDatabase({ErrorCode::conflict, "The database's schema is behind this program: migration " +
                                                pending->front().name +
                                                " has not been applied. Run `parleyd migrate up`."});
}

// Returns the database's own random id. It is chosen when the database is first opened, and again after a restore that
// removed it. If several nodes choose at the same time, the first insert counts for all of them.
Epoch read_epoch(Connection& connection) {
  Scope scope(connection, Access::write);
  const auto find = [&] {
    return connection.query("SELECT value FROM settings WHERE key = 'epoch'").first(read_value<std::string>);
  };
  auto bytes = find();
  if (!bytes) {
    const Uuid::Bytes chosen = Epoch::generate().uuid().bytes();
    connection
        .query("INSERT INTO settings (key, value) VALUES ('epoch', $1) ON CONFLICT (key) DO NOTHING",
               Blob{std::string(chosen.begin(), chosen.end())})
        .run();
    bytes = find();
    scope.commit();
  }
  Uuid::Bytes id{};
  if (!bytes || bytes->size() != id.size()) throw StoreFailure("the database's epoch is not 16 bytes long");
  std::ranges::copy(*bytes, id.begin());
  return Epoch(Uuid(id));
}

Epoch prepare(Connection& connection, Watchdog::Watched& watched, const ConnectorOptions& options) {
  watched.cut_at(Instant::clock::now() + options.patience());
  set_up(connection, options);
  check_schema(connection, options.known);
  const Epoch epoch = read_epoch(connection);
  watched.release();
  return epoch;
}

// Logs an error if the server may lose committed transactions. Parley promises that an acknowledged message is stored
// durably, so such a server is only good for tests.
void warn_unless_durable(Connection& connection) {
  const Scope scope(connection, Access::read);
  const auto [commits, syncs] =
      connection.query("SELECT current_setting('synchronous_commit'), current_setting('fsync')").one([](Row& row) {
        return std::pair(row.take<std::string>(), row.take<std::string>());
      });
  if (commits == "off") {
    log::error("database.not_durable", {{"setting", "synchronous_commit"}, {"value", commits}});
  }
  if (syncs == "off") log::error("database.not_durable", {{"setting", "fsync"}, {"value", syncs}});
}

}  // namespace

PooledConnection::PooledConnection(const ConnectorOptions& options, Watchdog& watchdog, std::uint64_t generation_now)
    : connection(options.parameters),
      watched(watchdog, connection.socket()),
      generation(generation_now),
      epoch(prepare(connection, watched, options)),
      transaction(connection, epoch) {}

Connector::Connector(ConnectorOptions options, Watchdog& watchdog) : options_(std::move(options)), watchdog_(watchdog) {
  spare_ = open();
  warn_unless_durable(spare_->connection);
  thread_ = std::jthread([this] { try_to_come_back(); });
  pthread_setname_np(thread_.native_handle(), "pg-connector");
}

Connector::~Connector() {
  {
    std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_one();
}

// One thread connects at a time. The others wait for it and see afterwards whether the server is away.
std::unique_ptr<PooledConnection> Connector::connect() {
  std::string reason;
  {
    std::scoped_lock connecting(connecting_);
    if (is_away_) return nullptr;
    if (auto spare = take_spare()) return spare;
    try {
      return open();
    } catch (const std::exception& failure) {
      reason = failure.what();
    }
  }
  went_away(reason);
  return nullptr;
}

// REQUIRES: connecting_ is held, or no other thread can connect yet.
std::unique_ptr<PooledConnection> Connector::open() {
  auto opened = std::make_unique<PooledConnection>(options_, watchdog_, generation_);
  if (epoch_ && *epoch_ != opened->epoch) {
    log::warn("database.epoch_changed", {{"before", *epoch_}, {"now", opened->epoch}});
  }
  epoch_ = opened->epoch;
  return opened;
}

std::unique_ptr<PooledConnection> Connector::take_spare() {
  std::scoped_lock lock(mutex_);
  auto spare = std::move(spare_);
  return spare && is_current(*spare) ? std::move(spare) : nullptr;
}

// Only the first call after the server was reachable counts; later calls report the same failure.
void Connector::went_away(const std::string& reason) {
  {
    std::scoped_lock lock(mutex_);
    if (is_away_) return;
    is_away_ = true;
    ++generation_;
    ++failures_;
    away_since_ = Instant::clock::now();
  }
  log::error("database.away", {{"reason", reason}});
  wake_.notify_one();
  if (away_listener_) away_listener_();
}

// Runs on the connector's thread: waits until the server is away, then tries to connect until it succeeds.
void Connector::try_to_come_back() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return is_stopping_ || is_away_; });
    ReconnectBackoff backoff(kLeastPause, kLongestPause);
    while (is_away_) {
      if (wake_.wait_for(lock, backoff.next(random_number()), [&] { return is_stopping_; })) return;
      lock.unlock();
      const bool is_back = came_back();
      lock.lock();
      if (is_back) break;
    }
    if (is_stopping_) return;
  }
}

// Tries to connect once. The new connection is kept for the next caller of connect().
bool Connector::came_back() {
  std::scoped_lock connecting(connecting_);
  try {
    auto opened = open();
    std::scoped_lock lock(mutex_);
    spare_ = std::move(opened);
    is_away_ = false;
    log::info("database.back", {{"away_for", Instant::clock::now() - away_since_}});
    return true;
  } catch (const std::exception& failure) {
    log::debug("database.still_away", {{"reason", failure.what()}});
    return false;
  }
}

}  // namespace parley::postgres
