#include <parley/features/accounts/blocks.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store_blocks.hpp>

#include "core/membership.hpp"

namespace parley {
namespace {

// Silences the direct conversation of the two, or lets them write again. Locks it before it reads the blocks: if the
// two block or unblock each other at the same time, the second transaction sees what the first one wrote.
void apply_to_direct(Transaction& tx, UserId one, UserId other) {
  const std::optional<ConversationId> direct = tx.store<ConversationStore>().find_direct(one, other);
  if (!direct) return;
  tx.store<ConversationStore>().lock(*direct);
  tx.store<BlockStore>().silence(*direct, tx.store<BlockStore>().is_between(one, other));
}

// Locks the caller's row first, so that two requests of one user cannot both pass the limit.
Result<void> block_now(Transaction& tx, UserId user, UserId other, std::size_t limit) {
  if (!tx.store<UserStore>().lock(user) || !tx.store<UserStore>().find(other)) return no_such_user();
  const std::vector<UserId> blocked = tx.store<BlockStore>().list(user);
  if (std::ranges::find(blocked, other) != blocked.end()) return {};
  if (blocked.size() >= limit) {
    return fail(ErrorCode::conflict, fmt::format("At most {} people can be blocked.", limit));
  }
  tx.store<BlockStore>().add(user, other);
  apply_to_direct(tx, user, other);
  announce_to_user(tx, user, BlocksUpdated{tx.store<BlockStore>().list(user)});
  return {};
}

Result<void> unblock_now(Transaction& tx, UserId user, UserId other) {
  if (!tx.store<UserStore>().lock(user)) return no_such_user();
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
