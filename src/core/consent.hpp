// Fetches the facts of core/reach.hpp and asks there. These are steps of a transaction, on its thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/core/reach.hpp>
#include <parley/core/user.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Returns for each of the others, in their order, whether the user may reach that one. An empty element is a user who
// does not exist. A user always may reach themselves.
std::vector<Reach> judge_reach(Transaction& tx, ReachWay way, const User& user,
                               std::span<const std::optional<User>> others);

// Locks the rows of the users until the transaction ends, in the order of their ids, and returns the users who exist.
// Call it before a conversation gets its first members: two transactions then never wait for each other in a circle,
// and no account closes meanwhile.
std::map<UserId, User> lock_users(Transaction& tx, std::vector<UserId> ids);

// Returns whether the user may make the other one a member of a conversation: permitted or by_invitation. `users` is
// what lock_users() returned for both. `has_left` says that the other one has left this conversation. Errors:
// not_found, blocked, forbidden (the user's own account was closed at the same time).
Result<Reach> check_reach(Transaction& tx, const std::map<UserId, User>& users, UserId user, UserId other,
                          bool has_left = false);

// Returns the present members of the conversation that are separated from the user, ascending by id: one of the two has
// blocked the other. They see neither the user's typing and receipts nor the user theirs.
std::vector<UserId> separated_in(Transaction& tx, ConversationId conversation, const User& user);

}  // namespace parley
