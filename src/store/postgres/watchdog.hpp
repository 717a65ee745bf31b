// Cuts connections that are silent for too long. libpq waits for an answer for ever, and a server that has gone without
// a word never gives one. A thread of its own, owned by the database; any thread has its connection watched.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include <parley/base/time.hpp>

namespace parley::postgres {

class Watchdog {
 public:
  class Watched;

  Watchdog();
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_set<Watched*> watched_;
  bool is_stopping_ = false;
  std::jthread thread_;
};

// One connection under watch. Its owner's thread calls it; it ends before the watchdog does.
class Watchdog::Watched {
 public:
  // Keeps a descriptor of its own for the socket: the other one libpq may close at any time, and its number may be
  // another file's the next moment.
  Watched(Watchdog& watchdog, int socket);
  ~Watched();
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  // From now on until it is called off: at `deadline` the connection ends, and whoever waits for it is told so.
  void cut_at(Instant deadline);
  void release();
  bool was_cut() const;

 private:
  friend Watchdog;

  Watchdog& watchdog_;
  const int socket_;
  // With the watchdog's mutex.
  Instant deadline_ = Instant::max();
  bool was_cut_ = false;
};

}  // namespace parley::postgres
