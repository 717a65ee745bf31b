// Finds what the bus lost: compares how far the streams of this loop's subscribers are with how far the database says
// they are. All of them now and then, often while the bus is not whole, at once after trouble; and a topic by itself
// when its subscription has just come into effect. Belongs to a shard, on its loop.
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
  seconds interval{30};  // between two sweeps of everything
  milliseconds interval_while_interrupted{1000};
  milliseconds check_interval{250};  // of whether there was trouble
  milliseconds settling{20};  // topics just subscribed are collected for so long
  std::size_t topics_at_once = 1000;
};

// When what is to be swept. Pure, time passed in.
class SweepSchedule {
 public:
  SweepSchedule(SweepLimits limits, Instant now) : limits_(limits), swept_at_(now) {}

  // Something may have been missed on these.
  void mark_suspect(std::span<const Topic> topics) { suspect_.insert(topics.begin(), topics.end()); }
  std::vector<Topic> take_suspects() {
    const auto taken = std::exchange(suspect_, {});
    return {taken.begin(), taken.end()};
  }
  bool has_suspects() const { return !suspect_.empty(); }

  // True when everything is to be swept now.
  bool take_all(Instant now, const BusStatus& status);
  // What was to be swept could not be: everything is, the next time.
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
  // Whose streams are swept.
  class Streams {
   public:
    virtual ~Streams() = default;
    virtual std::vector<Topic> topics() const = 0;
    // The stream is known to have reached this rev.
    virtual void observe(const StreamRev& stream, Instant now) = 0;
  };

  Sweeper(Executor loop, Streams& streams, ReadRevs read_revs, CheckBus check_bus, SweepLimits limits = {});

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
