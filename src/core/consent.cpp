#include <algorithm>

#include <parley/core/errors.hpp>
#include <parley/core/store/reach.hpp>
#include <parley/core/store/users.hpp>

#include "core/consent.hpp"
#include "core/membership.hpp"

namespace parley {
namespace {

std::vector<UserId> ids_of(std::span<const std::optional<User>> users) {
  std::vector<UserId> ids;
  for (const auto& user : users) ids.push_back(user ? user->id : UserId());
  return ids;
}

// Most users have blocked nobody. The flags in their rows then save the statement.
std::vector<BlocksBetween> blocks_between(Transaction& tx, const User& user,
                                          std::span<const std::optional<User>> others) {
  const bool has_any =
      user.has_blocks || std::ranges::any_of(others, [](const auto& other) { return other && other->has_blocks; });
  if (!has_any) return std::vector<BlocksBetween>(others.size());
  return tx.store<ReachStore>().blocks_between(user.id, ids_of(others));
}

// Adds to the facts whether the users share a conversation, if the decision depends on that.
void add_sharing(Transaction& tx, ReachWay way, UserId user, std::span<const std::optional<User>> others,
                 std::vector<ReachFacts>& facts) {
  std::vector<std::size_t> places;
  std::vector<UserId> asked;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].shares_conversation || !needs_sharing(way, facts[i])) continue;
    places.push_back(i);
    asked.push_back(others[i]->id);
  }
  if (asked.empty()) return;
  const std::vector<bool> shared = tx.store<ReachStore>().sharing(user, asked);
  for (std::size_t i = 0; i < places.size(); ++i) facts[places[i]].shares_conversation = shared[i];
}

std::vector<ReachFacts> fetch_facts(Transaction& tx, ReachWay way, const User& user,
                                    std::span<const std::optional<User>> others) {
  const std::vector<BlocksBetween> blocks = blocks_between(tx, user, others);
  std::vector<ReachFacts> facts(others.size());
  for (std::size_t i = 0; i < others.size(); ++i) {
    const auto& other = others[i];
    if (!other) continue;
    facts[i] = {.is_active = is_active(other),
                .blocks_user = blocks[i].by_other,
                .is_blocked_by_user = blocks[i].by_user,
                .shares_conversation = other->id == user.id,
                .reachable_by = other->reachable_by};
  }
  add_sharing(tx, way, user.id, others, facts);
  return facts;
}

}  // namespace

std::vector<Reach> judge_reach(Transaction& tx, ReachWay way, const User& user,
                               std::span<const std::optional<User>> others) {
  std::vector<Reach> verdicts;
  for (const ReachFacts& facts : fetch_facts(tx, way, user, others)) verdicts.push_back(may_reach(way, facts));
  return verdicts;
}

std::map<UserId, User> lock_users(Transaction& tx, std::vector<UserId> ids) {
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  std::map<UserId, User> users;
  for (User& user : tx.store<UserStore>().lock_all(ids)) users.emplace(user.id, std::move(user));
  return users;
}

Result<Reach> check_reach(Transaction& tx, const std::map<UserId, User>& users, UserId user, UserId other,
                          bool has_left) {
  const auto own = users.find(user);
  if (own == users.end() || !own->second.is_active) return closed_account();
  const auto found = users.find(other);
  const std::optional<User> wanted = found == users.end() ? std::nullopt : std::optional(found->second);
  ReachFacts facts = fetch_facts(tx, ReachWay::conversation, own->second, std::span(&wanted, 1)).front();
  facts.has_left = has_left;
  const Reach verdict = may_reach(ReachWay::conversation, facts);
  if (verdict == Reach::unknown) return no_such_user();
  if (verdict == Reach::blocked) return blocked_error();
  return verdict;
}

std::vector<UserId> separated_in(Transaction& tx, ConversationId conversation, const User& user) {
  if (!user.has_blocks && !user.is_blocked) return {};
  return tx.store<ReachStore>().separated_in(conversation, user.id);
}

}  // namespace parley
