// Tells this loop's clients about the people they watch. Presence is asked for where it is watched, every two seconds,
// instead of being announced: a node that dies then needs nobody to say who went with it. Lives on one loop.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/bus/presence_leases.hpp>
#include <parley/core/user.hpp>
#include <parley/features/presence/presence_tracker.hpp>
#include <parley/hub/shard.hpp>
#include <parley/hub/subscriber.hpp>

namespace parley {

// Adds when users who are offline were last seen, if they let others know.
using AddLastSeen = std::function<Awaitable<std::vector<Presence>>(std::vector<Presence>)>;

struct PresenceLimits {
  milliseconds interval{2000};  // between two looks at the leases
  milliseconds grace{10'000};   // of absence before somebody is said to be gone
  std::size_t users_at_once = 1000;
};

class PresenceWatch {
 public:
  PresenceWatch(asio::io_context& loop, PresenceLeases& leases, AddLastSeen add_last_seen, EncodeText encode,
                PresenceLimits limits = {});

  // From now on the subscriber watches these users instead of those it watched before. Gives their presence now.
  Awaitable<std::vector<Presence>> watch(Subscriber& subscriber, std::vector<UserId> users);
  // The subscriber watches nobody; it may be destroyed afterwards.
  void remove(Subscriber& subscriber);

  Awaitable<bool> shut_down(Instant deadline);

 private:
  using Watchers = std::unordered_set<Subscriber*>;

  void replace(Subscriber& subscriber, const std::vector<UserId>& users);
  Awaitable<void> look_now_and_then();
  Awaitable<void> look_at(std::vector<UserId> users);
  void tell(const Presence& presence);

  PresenceLeases& leases_;
  AddLastSeen add_last_seen_;
  EncodeText encode_;
  PresenceLimits limits_;
  PresenceTracker tracker_;
  std::unordered_map<UserId, Watchers> watchers_;
  std::unordered_map<Subscriber*, std::vector<UserId>> watched_;
  Timer timer_;
  TaskGroup tasks_;
  bool is_looking_ = false;
};

}  // namespace parley
