// Finds events that the bus has lost: it compares the last rev of each stream on this loop with the last rev in the
// database. It compares all streams from time to time, more often while the bus is not whole, and at once after an
// interruption. It compares a single stream when its subscription has just taken effect. Owned by a shard, on its loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/base/time.hpp>
#include <parley/bus/event_bus.hpp>
#include <parley/hub/recovery.hpp>

namespace parley {

struct SweepLimits {
  seconds interval{30};  // the time between two sweeps of everything
  milliseconds interval_while_interrupted{1000};  // replaces `interval` while the bus is not whole
  milliseconds check_interval{250};  // the time between two checks for an interruption
  milliseconds settling{20};  // how long new subscriptions are collected before they are swept together
  std::size_t topics_at_once = 1000;  // the most topics in one question to the database
};

// Decides when to sweep which streams. Pure: the caller passes the time in.
class SweepSchedule {
 public:
  SweepSchedule(SweepLimits limits, Instant now) : limits_(limits), swept_at_(now) {}

  // Events of these topics may have been missed.
  void mark_suspect(std::span<const Topic> topics) { suspect_.insert(topics.begin(), topics.end()); }
  std::vector<Topic> take_suspects() {
    const auto taken = std::exchange(suspect_, {});
    return {taken.begin(), taken.end()};
  }
  bool has_suspects() const { return !suspect_.empty(); }

  // Returns true if everything must be swept now.
  bool take_all(Instant now, const BusStatus& status);
  // A sweep failed, so everything must be swept the next time.
  void failed() { must_sweep_ = true; }

 private:
  SweepLimits limits_;
  std::unordered_set<Topic> suspect_;
  Instant swept_at_;
  std::uint64_t interruptions_ = 0;
  bool must_sweep_ = false;
};

class Sweeper {
 public:
  // The owner of the streams.
  class Streams {
   public:
    virtual ~Streams() = default;
    virtual std::vector<Topic> topics() const = 0;
    // The database has the stream up to this rev.
    virtual void observe(const StreamRev& stream, Instant now) = 0;
  };

  Sweeper(Executor loop, Streams& streams, ReadRevs read_revs, CheckBus check_bus, SweepLimits limits = {});

  // Has the topics swept soon.
  void mark_suspect(std::span<const Topic> topics);
  // Sweeps until it is cancelled.
  Awaitable<void> run();

 private:
  Awaitable<bool> pause();
  Awaitable<void> sweep(std::vector<Topic> topics);
  Awaitable<bool> sweep_some(std::vector<Topic> topics);

  Streams& streams_;
  ReadRevs read_revs_;
  CheckBus check_bus_;
  SweepLimits limits_;
  SweepSchedule schedule_;
  Timer timer_;
};

}  // namespace parley
