// The ways into a conversation: users become its members, or are invited and decide. These are steps of a transaction,
// on its thread. Every transaction locks the conversation first and then the users (core/consent.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/time.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/features/accounts/store_invitations.hpp>
#include <parley/features/conversations/store_daily_use.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Returns what the user's list shows of one conversation. REQUIRES: the user is a member.
ConversationSummary summary_for(Transaction& tx, UserId user, ConversationId id);

// Makes the users the first members of a new conversation, all in one statement, and announces it to them. The one who
// is named `admin` has that role.
// REQUIRES: each user is named once. The transaction has locked their rows, if they are many.
void admit_first(Transaction& tx, const Conversation& conversation, std::vector<UserId> users,
                 std::optional<UserId> admin, Time now);

// Makes the direct conversation of its creator and the other user, unless there is one, and returns its id. `second` is
// true if it is new. Removes invitations of the two by each other, because they lead nowhere else.
std::pair<ConversationId, bool> begin_direct(Transaction& tx, const NewConversation& wanted, UserId other);

// Makes the user a member of an existing conversation and returns the membership. Withdraws the user's invitation to
// it. REQUIRES: the conversation is locked.
Member admit(Transaction& tx, const Conversation& conversation, UserId user, MemberRole role, Time now);

// Whether a user can get a further invitation.
enum class InvitationPlace : std::uint8_t {
  free,
  taken,  // such an invitation waits already
  none,  // the user has as many unanswered ones as permitted, in all or by this inviter
};

// Returns the place of each of these invitations, in their order. Removes what no longer stands of their users.
// REQUIRES: the invitations differ in id and user only, and each user is named once. Their rows are locked.
std::vector<InvitationPlace> find_places(Transaction& tx, std::span<const NewInvitation> invitations,
                                         const Limits& limits);
InvitationPlace find_place(Transaction& tx, const NewInvitation& invitation, const Limits& limits);

// Makes the invitations and shows each user what waits now.
// REQUIRES: that of find_places(), which has found a free place for each.
void invite(Transaction& tx, std::span<const NewInvitation> invitations);

// Removes the user's invitation to the group, if one waits, and announces what is left.
// REQUIRES: the row of the user is locked.
void withdraw_invitation(Transaction& tx, UserId user, ConversationId group);

// Removes an invitation that its user has answered, and announces what is left.
void settle(Transaction& tx, const Invitation& invitation);

// Checks that each of the users may be a member of one conversation more. Errors: conflict. REQUIRES: lock_users() has
// locked the users, so that two transactions do not both take the last place.
Result<void> check_room(Transaction& tx, UserId caller, std::span<const UserId> users, const Limits& limits);

// Counts what the user does against the limits of a day. Errors: rate_limited until the day ends.
Result<void> count_daily_use(Transaction& tx, UserId user, const DailyUse& more, const Limits& limits, Time now);

}  // namespace parley
