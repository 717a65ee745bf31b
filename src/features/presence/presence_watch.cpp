#include <parley/features/presence/presence_watch.hpp>

#include <algorithm>

#include <boost/asio/redirect_error.hpp>

#include <parley/core/event_json.hpp>

namespace parley {

namespace {

constexpr std::size_t kKeptDepartures = 1000;

}  // namespace

PresenceWatch::PresenceWatch(asio::io_context& loop, PresenceLeases& leases, PresenceSources sources, EncodeText encode,
                             PresenceLimits limits)
    : leases_(leases),
      sources_(std::move(sources)),
      encode_(std::move(encode)),
      limits_(limits),
      tracker_(limits.grace),
      timer_(loop.get_executor()),
      tasks_(loop.get_executor()) {}

// The subscriber is registered before the states are read. So a change that happens during the read is sent to it.
Awaitable<std::vector<Presence>> PresenceWatch::watch(Subscriber& subscriber, std::uint64_t turn,
                                                      std::vector<UserId> users) {
  const auto latest = turns_.find(&subscriber);
  if (latest != turns_.end() && latest->second == turn) {
    replace(subscriber, users);
    // The users were judged before. A member who left since then may have been seen there still.
    for (const Departure& departure : departures_) {
      if (departure.turn >= turn) judge_again(departure.user);
    }
  }
  co_await read_states(users);
  std::vector<Presence> states;
  states.reserve(users.size());
  for (const UserId user : users) states.push_back({user, tracker_.state(user)});
  std::vector<Presence> presences;
  for (CompletePresence& one : co_await sources_.complete(std::move(states))) presences.push_back(one.presence);
  co_return presences;
}

void PresenceWatch::replace(Subscriber& subscriber, const std::vector<UserId>& users) {
  stop_watching(subscriber);
  if (users.empty()) return;
  for (const UserId user : users) watchers_[user].insert(&subscriber);
  watched_[&subscriber] = users;
  if (!std::exchange(is_reading_, true)) tasks_.spawn(read_repeatedly());
}

void PresenceWatch::remove(Subscriber& subscriber) {
  turns_.erase(&subscriber);
  stop_watching(subscriber);
}

void PresenceWatch::stop_watching(Subscriber& subscriber) {
  const auto watched = watched_.extract(&subscriber);
  if (watched.empty()) return;
  for (const UserId user : watched.mapped()) forget_watcher(subscriber, user);
}

void PresenceWatch::forget_watcher(Subscriber& subscriber, UserId user) {
  const auto found = watchers_.find(user);
  if (found == watchers_.end()) return;
  found->second.erase(&subscriber);
  if (!found->second.empty()) return;
  watchers_.erase(found);
  tracker_.forget(user);
}

void PresenceWatch::member_left(UserId user) {
  departures_.push_back({last_turn_, user});
  if (departures_.size() > kKeptDepartures) departures_.pop_front();
  judge_again(user);
}

// Nearly always nobody watches, and nothing is asked.
void PresenceWatch::judge_again(UserId user) {
  if (counterparts_of(user).empty()) return;
  unjudged_.insert(user);
  tasks_.spawn(judge_departed());
}

// A user whose question fails is asked about again with the next read of the leases.
Awaitable<void> PresenceWatch::judge_departed() {
  for (const UserId user : std::exchange(unjudged_, {})) {
    const std::vector<UserId> others = counterparts_of(user);
    if (others.empty()) continue;
    const Result<std::vector<UserId>> visible = co_await sources_.visible(user, others);
    if (!visible) {
      unjudged_.insert(user);
      continue;
    }
    for (const UserId other : others) {
      if (std::ranges::find(*visible, other) != visible->end()) continue;
      hide(user, other);
      hide(other, user);
    }
  }
}

// Returns the users who watch the user on this loop, and those that the user watches.
std::vector<UserId> PresenceWatch::counterparts_of(UserId user) const {
  std::set<UserId> others;
  if (const auto found = watchers_.find(user); found != watchers_.end()) {
    for (const Subscriber* watcher : found->second) others.insert(watcher->user());
  }
  for (const auto& [watcher, users] : watched_) {
    if (watcher->user() == user) others.insert(users.begin(), users.end());
  }
  return {others.begin(), others.end()};
}

// The clients of `from` watch the user no more, and are told that the user is offline.
void PresenceWatch::hide(UserId user, UserId from) {
  const auto found = watchers_.find(user);
  if (found == watchers_.end()) return;
  std::vector<Subscriber*> hidden;
  for (Subscriber* watcher : found->second) {
    if (watcher->user() == from) hidden.push_back(watcher);
  }
  if (hidden.empty()) return;
  const SharedEvent event = encode_(encode_presence({user}));
  for (Subscriber* watcher : hidden) {
    std::erase(watched_[watcher], user);
    forget_watcher(*watcher, user);
    watcher->deliver(event);
  }
}

Awaitable<bool> PresenceWatch::shut_down(Instant deadline) {
  tasks_.abort();
  co_return co_await tasks_.join(deadline);
}

// Runs as long as users are watched, and is started again by the next watch.
Awaitable<void> PresenceWatch::read_repeatedly() {
  while (!watchers_.empty()) {
    timer_.expires_after(limits_.interval);
    boost::system::error_code cancelled;
    co_await timer_.async_wait(asio::redirect_error(use_awaitable, cancelled));
    if (cancelled) break;
    std::vector<UserId> users;
    for (const auto& [user, watchers] : watchers_) users.push_back(user);
    co_await read_states(std::move(users));
    co_await judge_departed();
  }
  is_reading_ = false;
}

// Reads in portions, so that no single question to the leases grows without a bound.
Awaitable<void> PresenceWatch::read_states(std::vector<UserId> users) {
  for (std::size_t start = 0; start < users.size(); start += limits_.users_at_once) {
    const auto first = users.begin() + static_cast<std::ptrdiff_t>(start);
    const auto count = static_cast<std::ptrdiff_t>(std::min(limits_.users_at_once, users.size() - start));
    std::vector<UserId> asked(first, first + count);
    const std::vector<PresenceState> states = co_await leases_.states(asked);
    auto transitions = tracker_.update(asked, states, Instant::clock::now());
    // The last watcher of a user may have gone during the read. The tracker remembers only users that are watched.
    for (const UserId user : asked) {
      if (!watchers_.contains(user)) tracker_.forget(user);
    }
    if (transitions.empty()) continue;
    for (const CompletePresence& complete : co_await sources_.complete(std::move(transitions))) send(complete);
  }
}

// The event is encoded once for all watchers of the user.
void PresenceWatch::send(const CompletePresence& complete) {
  const auto found = watchers_.find(complete.presence.user);
  if (found == watchers_.end()) return;
  const SharedEvent event = encode_(encode_presence(complete.presence));
  for (Subscriber* watcher : found->second) {
    if (!std::ranges::binary_search(complete.hidden_from, watcher->user())) watcher->deliver(event);
  }
}

}  // namespace parley
