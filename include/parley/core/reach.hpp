// Decides whether one user may reach another one: put them into a conversation, mention them or see their presence. No
// other code decides this. Code that would make one of these fetches the facts in its transaction (core/consent.hpp)
// and asks here. Pure; any thread.
#pragma once

#include <cstdint>

#include <parley/core/user.hpp>

namespace parley {

enum class ReachWay : std::uint8_t {
  conversation,  // a group or direct conversation in which both are members from now on
  mention,       // in a message to a conversation in which both are members
  presence,
};

// What the database knows about a user and the other user that the first one wants to reach.
struct ReachFacts {
  bool is_active = false;            // the other user exists, and the account is active
  bool blocks_user = false;          // the other user has blocked the user
  bool is_blocked_by_user = false;   // the user has blocked the other user
  bool shares_conversation = false;  // the two are members of one conversation; fetched only if needs_sharing() says so
  bool has_left = false;  // the other user has left the conversation in question
  ReachableBy reachable_by = ReachableBy::everybody;  // the setting of the other user
};

enum class Reach : std::uint8_t {
  permitted,
  by_invitation,  // the other user decides
  blocked,  // the user has blocked the other one and learns it
  unknown,  // the answer is that of a user who does not exist, so that nobody learns who has blocked them
};

Reach may_reach(ReachWay way, const ReachFacts& facts);

// Returns whether the decision depends on ReachFacts::shares_conversation.
bool needs_sharing(ReachWay way, const ReachFacts& facts);

}  // namespace parley
