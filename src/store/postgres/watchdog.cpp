#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "store/postgres/watchdog.hpp"

namespace parley::postgres {
namespace {

// The time between two checks, and so the longest time after its deadline at which a connection is cut. Checking at
// this interval costs less than waking the thread for each unit of work.
constexpr milliseconds kPeriod{200};

}  // namespace

Watchdog::Watchdog() {
  thread_ = std::jthread([this] { work(); });
  pthread_setname_np(thread_.native_handle(), "pg-watchdog");
}

Watchdog::~Watchdog() {
  {
    std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_one();
}

void Watchdog::work() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, kPeriod, [&] { return is_stopping_; })) {
    const Instant now = Instant::clock::now();
    for (Watched* watched : watched_) {
      if (watched->deadline_ > now) continue;
      watched->deadline_ = Instant::max();
      watched->was_cut_ = true;
      // This ends the read in which libpq waits on another thread. The descriptor stays open, so the call is safe.
      ::shutdown(watched->socket_, SHUT_RDWR);
    }
  }
}

Watchdog::Watched::Watched(Watchdog& watchdog, int socket)
    : watchdog_(watchdog), socket_(::fcntl(socket, F_DUPFD_CLOEXEC, 0)) {
  std::scoped_lock lock(watchdog_.mutex_);
  watchdog_.watched_.insert(this);
}

Watchdog::Watched::~Watched() {
  {
    std::scoped_lock lock(watchdog_.mutex_);
    watchdog_.watched_.erase(this);
  }
  ::close(socket_);
}

void Watchdog::Watched::cut_at(Instant deadline) {
  std::scoped_lock lock(watchdog_.mutex_);
  deadline_ = deadline;
}

void Watchdog::Watched::release() { cut_at(Instant::max()); }

bool Watchdog::Watched::was_cut() const {
  std::scoped_lock lock(watchdog_.mutex_);
  return was_cut_;
}

}  // namespace parley::postgres
