#include <parley/core/reach.hpp>

namespace parley {

namespace {

// Returns whether the setting of the other user permits that the user adds them to a conversation.
bool permits(const ReachFacts& facts) {
  switch (facts.reachable_by) {
    case ReachableBy::everybody: return true;
    case ReachableBy::shared: return facts.shares_conversation;
    case ReachableBy::nobody: break;
  }
  return false;
}

}  // namespace

Reach may_reach(ReachWay way, const ReachFacts& facts) {
  if (!facts.is_active || facts.blocks_user) return Reach::unknown;
  if (facts.is_blocked_by_user) return Reach::blocked;
  if (way == ReachWay::presence && !facts.shares_conversation) return Reach::unknown;
  if (way == ReachWay::conversation && (facts.has_left || !permits(facts))) return Reach::by_invitation;
  return Reach::permitted;
}

bool needs_sharing(ReachWay way, const ReachFacts& facts) {
  ReachFacts strangers = facts;
  strangers.shares_conversation = false;
  ReachFacts acquainted = facts;
  acquainted.shares_conversation = true;
  return may_reach(way, strangers) != may_reach(way, acquainted);
}

}  // namespace parley
