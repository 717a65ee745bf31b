#include <parley/features/accounts/blocks.hpp>

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/accounts/store_invitations.hpp>

#include "core/consent.hpp"
#include "core/membership.hpp"

namespace parley {
namespace {

// Locks the direct conversation of the two, if there is one, and then the rows of both. In this order every transaction
// locks conversations and users. Both rows are needed: the same two may block each other at the same time, and the
// flags of both change.
std::map<UserId, User> lock_both(Transaction& tx, UserId user, UserId other) {
  const std::optional<ConversationId> direct = tx.store<ConversationStore>().find_direct(user, other);
  if (direct) tx.store<ConversationStore>().lock(*direct);
  return lock_users(tx, {user, other});
}

// Silences the direct conversation of the two, or lets them write again. The locks on both rows keep another
// transaction from opening one at the same time.
void apply_to_direct(Transaction& tx, UserId one, UserId other) {
  const std::optional<ConversationId> direct = tx.store<ConversationStore>().find_direct(one, other);
  if (!direct) return;
  tx.store<ConversationStore>().lock(*direct);
  tx.store<BlockStore>().silence(*direct, tx.store<BlockStore>().is_between(one, other));
}

Result<void> block_now(Transaction& tx, UserId user, UserId other, std::size_t limit) {
  if (lock_both(tx, user, other).size() != 2) return no_such_user();
  const std::vector<UserId> blocked = tx.store<BlockStore>().list(user);
  if (std::ranges::find(blocked, other) != blocked.end()) return {};
  if (blocked.size() >= limit) {
    return fail(ErrorCode::conflict, fmt::format("At most {} people can be blocked.", limit));
  }
  tx.store<BlockStore>().add(user, other);
  apply_to_direct(tx, user, other);
  announce_to_user(tx, user, BlocksUpdated{tx.store<BlockStore>().list(user)});
  for (const auto [invited, inviter] : {std::pair(user, other), std::pair(other, user)}) {
    if (tx.store<InvitationStore>().remove_from(invited, inviter) == 0) continue;
    announce_to_user(tx, invited, InvitationsUpdated{tx.store<InvitationStore>().list(invited)});
  }
  return {};
}

Result<void> unblock_now(Transaction& tx, UserId user, UserId other) {
  if (!lock_both(tx, user, other).contains(user)) return no_such_user();
  const std::vector<UserId> blocked = tx.store<BlockStore>().list(user);
  if (std::ranges::find(blocked, other) == blocked.end()) return {};
  tx.store<BlockStore>().remove(user, other);
  apply_to_direct(tx, user, other);
  announce_to_user(tx, user, BlocksUpdated{tx.store<BlockStore>().list(user)});
  return {};
}

// Leaves out users that no longer exist.
Result<BlockPage> read_blocked(Transaction& tx, UserId user, std::optional<UserId> after, std::size_t limit) {
  const std::vector<UserId> all = tx.store<BlockStore>().list(user);
  const std::span rest(after ? std::ranges::upper_bound(all, *after) : all.begin(), all.end());
  const std::span shown = rest.first(std::min(limit, rest.size()));
  BlockPage page;
  for (auto& found : tx.store<UserStore>().find_all(shown)) {
    if (found) page.users.push_back(*std::move(found));
  }
  if (shown.size() < rest.size()) page.next = shown.back();
  return page;
}

}  // namespace

Task<void> Blocks::block(Caller caller, UserId other) {
  if (other == caller.user) co_return fail_field("user", FieldFault::invalid, "You cannot block yourself.");
  co_return co_await database_.write([user = caller.user, other, limit = limits_.blocks](Transaction& tx) {
    return block_now(tx, user, other, limit);
  });
}

Task<void> Blocks::unblock(Caller caller, UserId other) {
  return database_.write([user = caller.user, other](Transaction& tx) { return unblock_now(tx, user, other); });
}

Task<BlockPage> Blocks::list(Caller caller, std::optional<UserId> after, std::size_t limit) {
  return database_.read(
      [user = caller.user, after, limit](Transaction& tx) { return read_blocked(tx, user, after, limit); });
}

}  // namespace parley
