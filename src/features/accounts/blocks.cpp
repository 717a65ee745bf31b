#include <parley/features/accounts/blocks.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <parley/core/store/conversations.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store_blocks.hpp>

#include "core/membership.hpp"

namespace parley {
namespace {

// What the two may write to each other follows from whether either has blocked the other. The conversation is locked
// first, so that two who do so at once are judged one after the other.
void apply_to_direct(Transaction& tx, UserId one, UserId other) {
  const std::optional<ConversationId> direct = tx.store<ConversationStore>().find_direct(one, other);
  if (!direct) return;
  tx.store<ConversationStore>().lock(*direct);
  tx.store<BlockStore>().silence(*direct, tx.store<BlockStore>().is_between(one, other));
}

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

Result<std::vector<User>> read_blocked(Transaction& tx, UserId user) {
  std::vector<User> users;
  for (auto& found : tx.store<UserStore>().find_all(tx.store<BlockStore>().list(user))) {
    if (found) users.push_back(*std::move(found));
  }
  return users;
}

}  // namespace

Task<void> Blocks::block(Caller caller, UserId other) {
  if (other == caller.user) co_return fail_field("user", FieldFault::invalid, "Nobody can block themselves.");
  co_return co_await database_.write([user = caller.user, other, limit = limits_.blocks](Transaction& tx) {
    return block_now(tx, user, other, limit);
  });
}

Task<void> Blocks::unblock(Caller caller, UserId other) {
  return database_.write([user = caller.user, other](Transaction& tx) { return unblock_now(tx, user, other); });
}

Task<std::vector<User>> Blocks::list(Caller caller) {
  return database_.read([user = caller.user](Transaction& tx) { return read_blocked(tx, user); });
}

}  // namespace parley
