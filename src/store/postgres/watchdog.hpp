// Cuts connections to servers that are silent for too long. libpq waits for an answer without a limit, and a server
// that vanished never sends one. The database owns the watchdog, which has a thread of its own; any thread may have its
// connection watched.
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

// Watches one connection. The thread that uses the connection calls it.
class Watchdog::Watched {
 public:
  // Duplicates the socket's descriptor, because libpq may close its own at any time, and its number may then be reused
  // for another file.
  // REQUIRES: `watchdog` outlives this object.
  Watched(Watchdog& watchdog, int socket);
  ~Watched();
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  // Cuts the connection at `deadline`, unless release() is called before. The thread that waits for the server then
  // gets an error from libpq.
  void cut_at(Instant deadline);
  void release();
  // Returns whether the watchdog has cut the connection.
  bool was_cut() const;

 private:
  friend Watchdog;

  Watchdog& watchdog_;
  const int socket_;
  // The watchdog's mutex guards these members.
  Instant deadline_ = Instant::max();
  bool was_cut_ = false;
};

}  // namespace parley::postgres
