#include "store/sqlite/checkpointer.hpp"

#include <pthread.h>

#include <parley/base/log.hpp>

namespace parley::sqlite {
namespace {

constexpr int kPagesToCopy = 1'000;
// 64 MB with pages of 4 kB: what the file grows to under load, and what is read again after a crash.
constexpr int kLongestLogPages = 16'000;

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {
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
  if (pages < asked_at_pages_) asked_at_pages_ = 0;  // it began anew
  if (pages >= kLongestLogPages) return true;
  if (pages - asked_at_pages_ < kPagesToCopy) return false;
  asked_at_pages_ = pages;
  {
    std::scoped_lock lock(mutex_);
    is_due_ = true;
  }
  wake_.notify_one();
  return false;
}

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
