// The threads that read. Each has a connection of its own, and each unit of work sees one consistent snapshot. The
// database owns it; any thread may submit units.
#pragma once

#include <string>
#include <thread>

#include <parley/store/database.hpp>

#include "store/sqlite/connection.hpp"
#include "store/work_queue.hpp"

namespace parley::sqlite {

class Readers {
 public:
  Readers(std::vector<std::unique_ptr<Connection>> connections, Epoch epoch, std::size_t queue_limit);
  // Runs the waiting units, then joins the threads.
  ~Readers();
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  // Queues a unit. Returns false and leaves the unit to the caller if the queue is full.
  [[nodiscard]] bool add(std::unique_ptr<UnitOfWork>& unit) { return queue_.add(unit); }
  std::size_t queued() const { return queue_.size(); }

 private:
  void work(Connection& connection, Epoch epoch);

  std::vector<std::unique_ptr<Connection>> connections_;
  WorkQueue queue_;
  std::vector<std::jthread> threads_;
};

}  // namespace parley::sqlite
