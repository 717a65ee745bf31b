// The threads that run units of work of one kind, either reads or writes. Each thread has a connection of its own and
// runs each unit in its own transaction. The database owns it; any thread may submit units.
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

  // Queues a unit. Returns false and leaves the unit to the caller if the queue is full.
  [[nodiscard]] bool add(std::unique_ptr<UnitOfWork>& unit) { return queue_for(*unit).add(unit); }
  // Returns the number of units that wait.
  std::size_t queued() const;
  // Ends all waiting units with an error instead of running them. It is called when the server is away.
  void refuse_waiting();
  // Runs the waiting units, then joins the threads. No other function may be called afterwards.
  void finish();

 private:
  class Worker;

  WorkQueue& queue_for(const UnitOfWork& unit);

  const Access access_;
  // All readers share one queue. Each writer has its own, so that one thread runs all units of a lane, in their order.
  std::vector<std::unique_ptr<WorkQueue>> queues_;
  std::atomic<std::size_t> turn_ = 0;  // the next writer for a unit without a lane
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::jthread> threads_;
};

}  // namespace parley::postgres
