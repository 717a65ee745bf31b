// Makes the connections that the workers use, and knows whether the server can be reached. While it cannot, only the
// connector's own thread tries to connect again, and units of work fail at once. The database owns it; any thread may
// call it.
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

#include "store/postgres/connection.hpp"
#include "store/postgres/migrations.hpp"
#include "store/postgres/watchdog.hpp"

namespace parley::postgres {

// Thrown when a connection is opened to a database that cannot be used as it is, such as one with another schema.
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
  std::vector<Migration> known;  // the schema that the database must have

  // Returns how long a unit of work may take. The server cancels a statement at its timeout; if even that answer does
  // not arrive, the server does not answer any more.
  milliseconds patience() const { return statement_timeout + seconds(1); }
};

// A connection that is set up, watched by the watchdog, and knows the epoch of its database. The epoch is read for each
// connection, because a restore changes it.
class PooledConnection {
 public:
  // Throws PostgresError, or UnfitDatabase if the schema is not the expected one.
  PooledConnection(const ConnectorOptions& options, Watchdog& watchdog, std::uint64_t generation);

  Connection connection;
  Watchdog::Watched watched;
  const std::uint64_t generation;  // how often the server had been away before this connection was made
  const Epoch epoch;
  Transaction transaction;
  bool was_used = false;
};

class Connector {
 public:
  // Connects for the first time. Throws what PooledConnection throws.
  // REQUIRES: `watchdog` outlives the connector.
  Connector(ConnectorOptions options, Watchdog& watchdog);
  ~Connector();
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  // Sets the listener that is called when the server has become unreachable, on the thread that noticed it.
  // REQUIRES: no worker runs yet.
  void set_away_listener(std::function<void()> listener) { away_listener_ = std::move(listener); }

  // Returns a connection, or null if the server is away or cannot be reached now.
  std::unique_ptr<PooledConnection> connect();
  // Returns whether the connection was made after the server was away for the last time.
  bool is_current(const PooledConnection& connection) const { return connection.generation == generation_; }
  // Records that the server cannot be reached, and starts to connect again.
  void went_away(const std::string& reason);
  // Records that a connection was lost during a commit, so that it is not known whether the transaction was committed.
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
  std::mutex connecting_;  // held while connecting: one at a time, so that a server that just starts is not overloaded
  std::optional<Epoch> epoch_;  // epoch of the last connection; guarded by connecting_
  std::mutex mutex_;  // guards the members below
  std::condition_variable wake_;
  std::unique_ptr<PooledConnection>
      spare_;  // the connection that proved the server to be back; the next caller gets it
  Instant away_since_;
  bool is_stopping_ = false;
  std::jthread thread_;
};

}  // namespace parley::postgres
