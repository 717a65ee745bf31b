// Makes the connections that the workers use, and knows whether the server can be reached. While it cannot, a thread of
// its own tries to come back, and nobody else does: units of work fail at once instead. Owned by the database; any
// thread asks.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <parley/store/factory.hpp>

#include "store/postgres/migrations.hpp"
#include "store/postgres/stores.hpp"
#include "store/postgres/watchdog.hpp"

namespace parley::postgres {

// The database cannot be served as it is. Thrown by whoever opens a connection to it.
class UnfitDatabase : public StoreFailure {
 public:
  explicit UnfitDatabase(Error error) : StoreFailure(error.detail), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

struct ConnectorOptions {
  std::string parameters;  // libpq's connection string
  milliseconds statement_timeout;
  std::vector<Migration> known;  // the schema that the database has to have

  // How long a unit of work may take: the server gives a statement up at its timeout, and if that is not heard of
  // either, nothing will be.
  milliseconds patience() const { return statement_timeout + seconds(1); }
};

// A connection that is set up, watched, and of the database it says: a restore gives another epoch, so it is read for
// each connection anew.
class PooledConnection {
 public:
  // Throws PostgresError, or UnfitDatabase when the schema is another.
  PooledConnection(const ConnectorOptions& options, Watchdog& watchdog, std::uint64_t generation);

  Connection connection;
  Watchdog::Watched watched;
  const std::uint64_t generation;  // how often the server had gone away before
  const Epoch epoch;
  PostgresTransaction transaction;
  bool was_used = false;
};

class Connector {
 public:
  // Connects for the first time; throws as PooledConnection does.
  Connector(ConnectorOptions options, Watchdog& watchdog);
  ~Connector();
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  // Called whenever the server has gone away, on the thread that found out. Before the first worker.
  void set_away_listener(std::function<void()> listener) { away_listener_ = std::move(listener); }

  // Nothing when the server is away, or proves to be.
  std::unique_ptr<PooledConnection> connect();
  bool is_current(const PooledConnection& connection) const { return connection.generation == generation_; }
  void went_away(const std::string& reason);
  // It is not known whether something was committed.
  void lost_commit() { ++failures_; }

  bool is_away() const { return is_away_; }
  std::uint64_t failures() const { return failures_; }
  milliseconds patience() const { return options_.patience(); }

 private:
  std::unique_ptr<PooledConnection> open();
  std::unique_ptr<PooledConnection> take_spare();
  void try_to_come_back();
  bool came_back();

  const ConnectorOptions options_;
  Watchdog& watchdog_;
  std::function<void()> away_listener_;
  std::atomic<bool> is_away_{false};
  std::atomic<std::uint64_t> generation_{0};
  std::atomic<std::uint64_t> failures_{0};
  std::mutex connecting_;  // held while connecting: one at a time, so that a server that starts is not run over
  std::optional<Epoch> epoch_;  // of the last connection; with connecting_
  std::mutex mutex_;  // for the rest
  std::condition_variable wake_;
  std::unique_ptr<PooledConnection> spare_;  // made to see whether it can be, for the next who needs one
  Instant away_since_;
  bool is_stopping_ = false;
  std::jthread thread_;
};

}  // namespace parley::postgres
