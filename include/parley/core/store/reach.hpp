// Reads what separates users and what they share: blocks and common conversations. The feature accounts writes blocks.
// A store belongs to one transaction and is used on that transaction's thread. Every function throws StoreFailure if
// the database fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// Whether one of two users has blocked the other.
struct BlocksBetween {
  bool by_other = false;
  bool by_user = false;
};

class ReachStore {
 public:
  explicit ReachStore(SqlConnection& connection) : connection_(connection) {}
  // Returns the blocks between the user and each of the others, in their order.
  std::vector<BlocksBetween> blocks_between(UserId user, std::span<const UserId> others);
  // Returns for each of the others, in their order, whether the user and this one are both members of a conversation.
  std::vector<bool> sharing(UserId user, std::span<const UserId> others);
  // Returns the users who have blocked the user, and those that the user has blocked, ascending by id.
  std::vector<UserId> separated_from(UserId user);
  // Returns those of separated_from() who are members of the conversation now, ascending by id.
  std::vector<UserId> separated_in(ConversationId conversation, UserId user);
  // Returns those of the users who are members of so many conversations or more now, in their order.
  std::vector<UserId> members_of_many(std::span<const UserId> users, std::size_t many);
  // Returns the users who have blocked the user, ascending by id.
  std::vector<UserId> blockers_of(UserId user);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
