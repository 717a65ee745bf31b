// The thread that copies the write-ahead log into the database file, so that the writer does not: the copying waits for
// the disk, and with it every message would. Owned by the database; the writer's thread tells it how the log grows.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

struct LogLimits {
  int copied_pages = 1'000;  // copied each time it has grown by so many
  // 32 MB with pages of 4 kB: what the log takes on the disk under load, and what is read again after a crash.
  int longest_pages = 8'000;
};

class Checkpointer {
 public:
  Checkpointer(std::unique_ptr<Connection> connection, LogLimits limits);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // The log holds so many pages now. From the writer's thread. True when it has become so long that the writer has to
  // pause and copy the rest itself: only a log that is copied to its end begins anew.
  [[nodiscard]] bool log_grew(int pages);

 private:
  void work();

  std::unique_ptr<Connection> connection_;
  const LogLimits limits_;
  int asked_at_pages_ = 0;  // the writer's own
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_due_ = false;
  bool is_stopping_ = false;
  std::jthread thread_;
};

}  // namespace parley::sqlite
