// Copies the write-ahead log into the database file on a thread of its own (SQLite's documentation, "Write-Ahead
// Logging"). If the writer did it, every message would wait for the disk. The database owns it; the writer's thread
// reports the size of the log to it.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

struct LogLimits {
  int copied_pages = 1'000;  // the log is copied each time it has grown by this many pages
  // The limit of the log's size: 32 MB with pages of 4 kB. The log takes this space under load, and is read again after
  // a crash.
  int longest_pages = 8'000;
};

class Checkpointer {
 public:
  Checkpointer(std::unique_ptr<Connection> connection, LogLimits limits);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // Reports the number of pages in the log. Returns true if the log has become so long that the writer must pause and
  // copy the rest itself: SQLite starts the log from its beginning only after it was copied to its end. The writer's
  // thread calls it.
  [[nodiscard]] bool log_grew(int pages);

 private:
  void work();

  std::unique_ptr<Connection> connection_;
  const LogLimits limits_;
  int asked_at_pages_ = 0;  // the log's size at the last request to copy; used on the writer's thread only
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_due_ = false;
  bool is_stopping_ = false;
  std::jthread thread_;
};

}  // namespace parley::sqlite
