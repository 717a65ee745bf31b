#include <parley/features/presence/presences.hpp>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>

namespace parley {
namespace {

// In one transaction, so that messages do not wait for long behind it.
constexpr std::size_t kWrittenAtOnce = 500;

using LastSeen = std::unordered_map<UserId, Time>;

// Leaves out users who hide their presence, as if they had never been seen.
Result<LastSeen> read_last_seen(Transaction& tx, std::span<const UserId> users) {
  LastSeen seen;
  for (const auto& user : tx.store<UserStore>().find_all(users)) {
    if (user && user->last_seen_at && !user->hide_presence) seen.emplace(user->id, *user->last_seen_at);
  }
  return seen;
}

Result<std::vector<UserId>> read_members(Transaction& tx, UserId reader, std::span<const ConversationId> conversations,
                                         std::size_t most) {
  std::vector<UserId> users;
  for (const ConversationId id : conversations) {
    const auto conversation = tx.store<ConversationStore>().find(id);
    if (!conversation || std::cmp_greater(conversation->member_count, most)) continue;
    const auto own = tx.store<MemberStore>().find(id, reader);
    if (!own || own->left_at) continue;
    for (const Member& member : tx.store<MemberStore>().list(id, std::nullopt, most)) users.push_back(member.user);
  }
  return users;
}

}  // namespace

Awaitable<std::vector<Presence>> Presences::of(std::vector<UserId> users) {
  const std::vector<PresenceState> states = co_await leases_.states(users);
  std::vector<Presence> presences;
  for (std::size_t i = 0; i < users.size(); ++i) presences.push_back({users[i], states[i]});
  co_return co_await add_last_seen(std::move(presences));
}

// Presence comes from the leases and works without the database. If the database cannot be read, only last_seen is
// missing.
Awaitable<std::vector<Presence>> Presences::add_last_seen(std::vector<Presence> presences) {
  std::vector<UserId> offline;
  for (const Presence& presence : presences) {
    if (!presence.is_online()) offline.push_back(presence.user);
  }
  if (offline.empty()) co_return presences;
  const Result<LastSeen> seen =
      co_await database_.read([offline = std::move(offline)](Transaction& tx) { return read_last_seen(tx, offline); });
  if (!seen) co_return presences;
  for (Presence& presence : presences) {
    const auto found = seen->find(presence.user);
    if (found != seen->end() && !presence.is_online()) presence.last_seen = found->second;
  }
  co_return presences;
}

Task<std::vector<UserId>> Presences::members(Caller caller, std::vector<ConversationId> conversations,
                                             std::size_t most) {
  co_return co_await database_.read([reader = caller.user, conversations = std::move(conversations),
                                     most](Transaction& tx) { return read_members(tx, reader, conversations, most); },
                                    caller.user);
}

void Presences::left(UserId user, Time now) { merge({{user, now}}); }

// Keeps the latest time of each user. The map is ordered by user id, as set_last_seen() requires.
void Presences::merge(const Waiting& more) {
  bool is_first = false;
  {
    const std::scoped_lock lock(mutex_);
    is_first = waiting_.empty() && !more.empty();
    for (const auto& [user, time] : more) {
      const auto at = waiting_.try_emplace(user, time).first;
      at->second = std::max(at->second, time);
    }
  }
  if (is_first && wake_) wake_();
}

// Takes the map out under the lock and writes it in portions without the lock. A portion that was written is removed,
// so that after a failure only the rest waits again.
Task<void> Presences::flush() {
  Waiting batch;
  {
    const std::scoped_lock lock(mutex_);
    batch.swap(waiting_);
  }
  while (!batch.empty()) {
    std::vector<std::pair<UserId, Time>> some;
    for (const auto& entry : batch) {
      some.emplace_back(entry);
      if (some.size() == kWrittenAtOnce) break;
    }
    const Result<void> written = co_await database_.write([some](Transaction& tx) -> Result<void> {
      tx.store<AccountStore>().set_last_seen(some);
      return {};
    });
    if (!written) {
      merge(batch);
      co_return written;
    }
    for (const auto& [user, _] : some) batch.erase(user);
  }
  co_return Result<void>();
}

}  // namespace parley
