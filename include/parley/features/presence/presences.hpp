// The presence of users, and when users who are offline were last seen. That time is written when a connection of the
// user ends: times that come within a moment are collected and written together. A crash loses the collected times, and
// the next connection of the user sets them again. The presence module owns it; any thread.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/bus/presence_leases.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/presence/presence_watch.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Returns one presence for each of the users, in their order. A user who is not among `seen` is offline.
std::vector<Presence> presences_of(const std::vector<UserId>& users, const std::vector<Presence>& seen);

class Presences {
 public:
  // Calls `wake`, on the thread that calls left(), when a time waits to be written and none waited before.
  Presences(Database& database, PresenceLeases& leases, std::function<void()> wake = {})
      : database_(database), leases_(leases), wake_(std::move(wake)) {}

  // Returns the presence of the users, in the order of `users`. A user who is unknown or whose presence the caller may
  // not see (core/reach.hpp) is offline. Errors: not_found.
  Task<std::vector<Presence>> of(Caller caller, std::vector<UserId> users);
  // Returns those of the users whose presence the reader may see, in their order. A reader whose account is not active
  // sees nobody. Errors: not_found.
  Task<std::vector<UserId>> visible(UserId reader, std::vector<UserId> users);
  // Adds when the users who are offline were last seen, in whole minutes, unless they hide it, and who does not see
  // each of the users. Adds nothing if the database cannot be read.
  Awaitable<std::vector<CompletePresence>> complete(std::vector<Presence> presences);
  // Returns the members of the conversations. Leaves out conversations that the caller is not a member of, and those
  // that have more than `most` members.
  Task<std::vector<UserId>> members(Caller caller, std::vector<ConversationId> conversations, std::size_t most);

  // Notes that a connection of the user has ended.
  void left(UserId user, Time now);
  // Writes the times that wait. If that fails, they wait for the next flush, which `wake` asks for.
  Task<void> flush();

 private:
  using Waiting = std::map<UserId, Time>;

  void merge(const Waiting& more);

  Database& database_;
  PresenceLeases& leases_;
  std::function<void()> wake_;
  std::mutex mutex_;
  Waiting waiting_;  // guarded by mutex_
};

}  // namespace parley
