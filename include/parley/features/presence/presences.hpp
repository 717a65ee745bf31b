// How people are, and when those who are offline were last seen: that is written when a device goes, what came within a
// moment together. What a crash loses, the end of the next connection heals. Owned by the composition root; any thread.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/bus/presence_leases.hpp>
#include <parley/core/caller.hpp>
#include <parley/store/database.hpp>

namespace parley {

class Presences {
 public:
  // `wake` is called, from the thread on which somebody leaves, when the first departure waits to be written.
  Presences(Database& database, PresenceLeases& leases, std::function<void()> wake = {})
      : database_(database), leases_(leases), wake_(std::move(wake)) {}

  // In the order asked for; somebody unknown is offline.
  Awaitable<std::vector<Presence>> of(std::vector<UserId> users);
  // Adds when those who are offline were last seen, where they let others know.
  Awaitable<std::vector<Presence>> add_last_seen(std::vector<Presence> presences);
  // Who is in those of the conversations that the caller is a member of and that have at most `most` members.
  Task<std::vector<UserId>> members(Caller caller, std::vector<ConversationId> conversations, std::size_t most);

  // A device of the user has gone.
  void left(UserId user, Time now);
  // Writes what is waiting; what fails to be written waits for the next time, which a wake asks for.
  Task<void> flush();

 private:
  using Waiting = std::map<UserId, Time>;

  void merge(const Waiting& more);

  Database& database_;
  PresenceLeases& leases_;
  std::function<void()> wake_;
  std::mutex mutex_;
  Waiting waiting_;
};

}  // namespace parley
