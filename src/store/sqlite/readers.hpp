// The threads that read, each with a connection of its own; a unit sees one consistent snapshot. Owned by the database;
// any thread submits.
#pragma once

#include <string>
#include <thread>

#include <parley/store/database.hpp>

#include "store/sqlite/stores.hpp"
#include "store/work_queue.hpp"

namespace parley::sqlite {

class Readers {
 public:
  Readers(std::vector<std::unique_ptr<Connection>> connections, Epoch epoch, std::size_t queue_limit);
  // Answers what waits, then joins.
  ~Readers();
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  // False, with the unit still the caller's, when too much waits already.
  [[nodiscard]] bool add(std::unique_ptr<UnitOfWork>& unit) { return queue_.add(unit); }
  std::size_t queued() const { return queue_.size(); }

 private:
  void work(Connection& connection, Epoch epoch);

  std::vector<std::unique_ptr<Connection>> connections_;
  WorkQueue queue_;
  std::vector<std::jthread> threads_;
};

}  // namespace parley::sqlite
