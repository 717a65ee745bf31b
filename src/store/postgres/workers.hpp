// The threads that run units of work of one kind, reads or writes, each with a connection of its own and a transaction
// for each unit. Owned by the database; any thread submits.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "store/postgres/announcer.hpp"
#include "store/postgres/connector.hpp"
#include "store/work_queue.hpp"

namespace parley::postgres {

class Workers {
 public:
  Workers(Access access, std::size_t threads, std::size_t queue_limit, Connector& connector, Announcer& announcer);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False, with the unit still the caller's, when too much waits already.
  [[nodiscard]] bool add(std::unique_ptr<UnitOfWork>& unit) { return queue_for(*unit).add(unit); }
  std::size_t queued() const;
  // Has everything that waits end without being run: the server is away.
  void refuse_waiting();
  // Runs what waits, then joins: the last call but for the destructor.
  void finish();

 private:
  class Worker;

  WorkQueue& queue_for(const UnitOfWork& unit);

  const Access access_;
  // One for all who read; one for each who writes, so that a lane's units have one thread.
  std::vector<std::unique_ptr<WorkQueue>> queues_;
  std::atomic<std::size_t> turn_ = 0;  // of the writers, for units without a lane
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::jthread> threads_;
};

// What a unit of work is answered while the server is away.
Error away_error(Access access);

}  // namespace parley::postgres
