#include <parley/features/presence/presences.hpp>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/reach.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>

#include "core/consent.hpp"
#include "core/membership.hpp"

namespace parley {
namespace {

// The most users in one transaction. Messages wait for the writer behind it, so it must be short.
constexpr std::size_t kWrittenAtOnce = 500;

// What the database knows of a user whose presence is shown.
struct Known {
  std::optional<Time> last_seen;
  std::vector<UserId> hidden_from;
};
using KnownUsers = std::unordered_map<UserId, Known>;

// A user who hides the presence, or whose account is not active, was never seen.
Result<KnownUsers> read_known(Transaction& tx, std::span<const UserId> users) {
  KnownUsers known;
  for (const auto& user : tx.store<UserStore>().find_all(users)) {
    if (!user) continue;
    Known& one = known[user->id];
    if (user->last_seen_at && !user->hide_presence && is_active(user)) {
      one.last_seen = std::chrono::floor<std::chrono::minutes>(*user->last_seen_at);
    }
    if (user->has_blocks || user->is_blocked) one.hidden_from = tx.store<ReachStore>().separated_from(user->id);
  }
  return known;
}

Result<std::vector<UserId>> select_visible(Transaction& tx, UserId reader, const std::vector<UserId>& users) {
  const std::optional<User> own = tx.store<UserStore>().find(reader);
  if (!own) return no_such_user();
  if (!is_active(own)) return std::vector<UserId>();
  const std::vector<Reach> verdicts = judge_reach(tx, ReachWay::presence, *own, tx.store<UserStore>().find_all(users));
  std::vector<UserId> visible;
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (verdicts[i] == Reach::permitted) visible.push_back(users[i]);
  }
  return visible;
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

std::vector<Presence> presences_of(const std::vector<UserId>& users, const std::vector<Presence>& seen) {
  std::unordered_map<UserId, Presence> by_user;
  for (const Presence& one : seen) by_user.emplace(one.user, one);
  std::vector<Presence> presences;
  for (const UserId user : users) {
    const auto found = by_user.find(user);
    presences.push_back(found == by_user.end() ? Presence{user} : found->second);
  }
  return presences;
}

Task<std::vector<Presence>> Presences::of(Caller caller, std::vector<UserId> users) {
  const std::vector<UserId> shown = CO_TRY(co_await visible(caller.user, users));
  const std::vector<PresenceState> states = co_await leases_.states(shown);
  std::vector<Presence> presences;
  for (std::size_t i = 0; i < shown.size(); ++i) presences.push_back({shown[i], shown_state(states[i])});
  std::vector<Presence> seen;
  for (CompletePresence& one : co_await complete(std::move(presences))) seen.push_back(one.presence);
  co_return presences_of(users, seen);
}

Task<std::vector<UserId>> Presences::visible(UserId reader, std::vector<UserId> users) {
  return database_.read(
      [reader, users = std::move(users)](Transaction& tx) { return select_visible(tx, reader, users); });
}

// Watching goes on without the database. Then last_seen is missing, and a block takes effect when it is back.
Awaitable<std::vector<CompletePresence>> Presences::complete(std::vector<Presence> presences) {
  std::vector<UserId> users;
  for (const Presence& presence : presences) users.push_back(presence.user);
  Result<KnownUsers> known =
      co_await database_.read([users = std::move(users)](Transaction& tx) { return read_known(tx, users); });
  std::vector<CompletePresence> all;
  for (Presence& presence : presences) {
    CompletePresence& one = all.emplace_back(CompletePresence{presence});
    if (!known) continue;
    const auto found = known->find(presence.user);
    if (found == known->end()) continue;
    if (!presence.is_online()) one.presence.last_seen = found->second.last_seen;
    one.hidden_from = found->second.hidden_from;
  }
  co_return all;
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
