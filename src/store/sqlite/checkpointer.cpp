#include <pthread.h>

#include <parley/base/log.hpp>

#include "store/sqlite/checkpointer.hpp"

namespace parley::sqlite {

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection, LogLimits limits)
    : connection_(std::move(connection)), limits_(limits) {
  thread_ = std::jthread([this] { work(); });
  pthread_setname_np(thread_.native_handle(), "sqlite-copy");
}

Checkpointer::~Checkpointer() {
  {
    std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_one();
}

bool Checkpointer::log_grew(int pages) {
  if (pages < asked_at_pages_) asked_at_pages_ = 0;  // SQLite has started the log from its beginning again
  if (pages >= limits_.longest_pages) return true;
  if (pages - asked_at_pages_ < limits_.copied_pages) return false;
  asked_at_pages_ = pages;
  {
    std::scoped_lock lock(mutex_);
    is_due_ = true;
  }
  wake_.notify_one();
  return false;
}

// Copies the log each time it is asked to. Requests that come during a copy count as one.
void Checkpointer::work() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return is_due_ || is_stopping_; });
      if (is_stopping_) return;
      is_due_ = false;
    }
    try {
      connection_->copy_log();
    } catch (const StoreFailure& failure) {
      log::warn("database.checkpoint_failed", {{"reason", failure.what()}});
    }
  }
}

}  // namespace parley::sqlite
