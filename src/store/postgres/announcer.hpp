// Announces what several writers commit to the commit listener, and keeps the order of commits within each stream. A
// conversation or user is changed under the lock of its row, which the server releases at the commit. But the answers
// to two commits may reach two writers in the other order. So a writer takes a turn before it commits, and before it
// announces, it waits for the earlier turns that have a stream in common with its own. The database owns it; the
// writers' threads call it. Several writers may call the listener at the same time, but never for the same stream.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include <parley/store/database.hpp>

namespace parley::postgres {

class Announcer {
 public:
  // The turn of one commit. It begins just before the commit, and ends when the events were announced or the commit has
  // failed.
  class Turn {
   public:
    Turn(Announcer& announcer, std::vector<PendingEvent> events);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    // Waits for the earlier turns of the same streams, then calls the listener.
    void announce();

   private:
    Announcer& announcer_;
    std::vector<PendingEvent> events_;
    std::uint64_t number_ = 0;
  };

  // REQUIRES: no turn has begun yet.
  void set_listener(CommitListener listener) { listener_ = std::move(listener); }

 private:
  using Streams = std::vector<Uuid>;  // sorted

  // Returns whether an earlier turn has a stream in common with this one.
  // REQUIRES: the mutex is held.
  bool has_earlier_turn(std::uint64_t number) const;

  CommitListener listener_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::uint64_t turns_taken_ = 0;
  std::map<std::uint64_t, Streams> turns_;
};

}  // namespace parley::postgres
