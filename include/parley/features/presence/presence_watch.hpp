// Sends the clients of one loop the presence of the users that they watch. Nobody announces presence: the watch reads
// the leases every two seconds. So the users of a node that died become offline like others, and no other node has to
// notice its end. Lives on one loop.
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

// Adds when the users who are offline were last seen, unless they hide it.
using AddLastSeen = std::function<Awaitable<std::vector<Presence>>(std::vector<Presence>)>;

struct PresenceLimits {
  milliseconds interval{2000};       // between two reads of the leases
  milliseconds grace{10'000};        // a user who is absent for this time is reported as offline
  std::size_t users_at_once = 1000;  // in one read
};

class PresenceWatch {
 public:
  PresenceWatch(asio::io_context& loop, PresenceLeases& leases, AddLastSeen add_last_seen, EncodeText encode,
                PresenceLimits limits = {});

  // Makes the subscriber watch these users, instead of the users that it watched before. Returns their presence now, in
  // the order of `users`.
  Awaitable<std::vector<Presence>> watch(Subscriber& subscriber, std::vector<UserId> users);
  // Ends watching for the subscriber, which may be destroyed afterwards.
  void remove(Subscriber& subscriber);

  // Cancels the reads that are under way. Returns false if they had not ended by the deadline.
  Awaitable<bool> shut_down(Instant deadline);

 private:
  using Watchers = std::unordered_set<Subscriber*>;

  void replace(Subscriber& subscriber, const std::vector<UserId>& users);
  Awaitable<void> read_repeatedly();
  Awaitable<void> read_states(std::vector<UserId> users);
  void send(const Presence& presence);

  PresenceLeases& leases_;
  AddLastSeen add_last_seen_;
  EncodeText encode_;
  PresenceLimits limits_;
  PresenceTracker tracker_;
  std::unordered_map<UserId, Watchers> watchers_;
  std::unordered_map<Subscriber*, std::vector<UserId>> watched_;
  Timer timer_;
  TaskGroup tasks_;
  bool is_reading_ = false;  // read_repeatedly() runs
};

}  // namespace parley
