// Sends the clients of one loop the presence of the users that they watch. Nobody announces presence: the watch reads
// the leases every two seconds. So the users of a node that died become offline like others, and no other node has to
// notice its end. Lives on one loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
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

// A presence, and the watchers who do not see it, because one of the two has blocked the other. They are ascending.
struct CompletePresence {
  Presence presence;
  std::vector<UserId> hidden_from = {};
};

// Adds what the database knows: when the users who are offline were last seen, unless they hide it, and who does not
// see each of the users.
using CompletePresences = std::function<Awaitable<std::vector<CompletePresence>>(std::vector<Presence>)>;
// Returns those of the users whose presence the reader may see.
using SelectVisible = std::function<Task<std::vector<UserId>>(UserId reader, std::vector<UserId> users)>;

// What the watch asks the database.
struct PresenceSources {
  CompletePresences complete;
  SelectVisible visible;
};

struct PresenceLimits {
  milliseconds interval{2000};       // between two reads of the leases
  milliseconds grace{10'000};        // a user who is absent for this time is reported as offline
  std::size_t users_at_once = 1000;  // in one read
};

class PresenceWatch {
 public:
  PresenceWatch(asio::io_context& loop, PresenceLeases& leases, PresenceSources sources, EncodeText encode,
                PresenceLimits limits = {});

  // Returns the place of a request to watch among the requests of the subscriber. The request then finds out what the
  // subscriber may see, and calls watch().
  std::uint64_t take_turn(Subscriber& subscriber) { return turns_[&subscriber] = ++last_turn_; }
  // Makes the subscriber watch these users, instead of the users that it watched before, unless a later request has
  // taken its turn. Returns their presence now, in the order of `users`.
  Awaitable<std::vector<Presence>> watch(Subscriber& subscriber, std::uint64_t turn, std::vector<UserId> users);
  // A conversation has lost this member. Those who may no longer see the user's presence are shown that the user is
  // offline, and watch the user no more. The user's own clients stop to see others in the same way.
  void member_left(UserId user);
  // Ends watching for the subscriber, which may be destroyed afterwards.
  void remove(Subscriber& subscriber);

  // Cancels the reads that are under way. Returns false if they had not ended by the deadline.
  Awaitable<bool> shut_down(Instant deadline);

 private:
  using Watchers = std::unordered_set<Subscriber*>;

  // A departure, and the last turn that was taken before it.
  struct Departure {
    std::uint64_t turn;
    UserId user;
  };

  void replace(Subscriber& subscriber, const std::vector<UserId>& users);
  void stop_watching(Subscriber& subscriber);
  void forget_watcher(Subscriber& subscriber, UserId user);
  void judge_again(UserId user);
  Awaitable<void> judge_departed();
  std::vector<UserId> counterparts_of(UserId user) const;
  void hide(UserId user, UserId from);
  Awaitable<void> read_repeatedly();
  Awaitable<void> read_states(std::vector<UserId> users);
  void send(const CompletePresence& complete);

  PresenceLeases& leases_;
  PresenceSources sources_;
  EncodeText encode_;
  PresenceLimits limits_;
  PresenceTracker tracker_;
  std::unordered_map<UserId, Watchers> watchers_;
  std::unordered_map<Subscriber*, std::vector<UserId>> watched_;
  std::unordered_map<Subscriber*, std::uint64_t> turns_;  // the last request of each subscriber
  std::uint64_t last_turn_ = 0;
  std::deque<Departure> departures_;  // the latest ones, for requests that were judged before them
  std::set<UserId> unjudged_;  // users who left a conversation, until the database has been asked
  Timer timer_;
  TaskGroup tasks_;
  bool is_reading_ = false;  // read_repeatedly() runs
};

}  // namespace parley
