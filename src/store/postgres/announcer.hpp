// Tells the commit listener of what several writers committed, each stream's changes in the order of their commits.
// A change of a conversation or user is made under its row's lock, which the server lets go when it commits; but its
// two answers may reach two writers here in the other order. So a writer takes its turn before it commits, and before
// it tells of a stream waits for earlier turns of the same stream. Owned by the database; any writer's thread. The
// listener is called by several writers at once, never for one stream.
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
  // From just before the commit until its events were announced, or it failed.
  class Turn {
   public:
    Turn(Announcer& announcer, std::vector<PendingEvent> events);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    void announce();

   private:
    Announcer& announcer_;
    std::vector<PendingEvent> events_;
    std::uint64_t number_ = 0;
  };

  void set_listener(CommitListener listener) { listener_ = std::move(listener); }  // before the first turn

 private:
  using Streams = std::vector<Uuid>;  // sorted

  bool has_earlier_turn(std::uint64_t number) const;  // of a stream of this one's; with the mutex

  CommitListener listener_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::uint64_t turns_taken_ = 0;
  std::map<std::uint64_t, Streams> turns_;
};

}  // namespace parley::postgres
