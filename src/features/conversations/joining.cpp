#include <algorithm>

#include <fmt/format.h>

#include <parley/core/store/members.hpp>
#include <parley/core/store/reach.hpp>
#include <parley/features/conversations/store.hpp>

#include "core/membership.hpp"
#include "core/sender_names.hpp"
#include "features/conversations/joining.hpp"

namespace parley {
namespace {

std::unexpected<Error> used_up(std::string detail, std::size_t limit, Time now) {
  const Time midnight = std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1);
  return std::unexpected(Error{.code = ErrorCode::rate_limited,
                               .detail = std::move(detail),
                               .retry_after = midnight - now,
                               .exhausted_rate = static_cast<int>(limit)});
}

}  // namespace

ConversationSummary summary_for(Transaction& tx, UserId user, ConversationId id) {
  auto summaries = tx.store<SummaryStore>().summaries(user, std::span(&id, 1));
  name_senders(tx, summaries);
  return std::move(summaries.at(0));
}

// The conversation has no messages and no cursors yet, so the summaries differ only in the role. The streams of the
// users are locked in the order of the user ids, so two new groups with common members never wait for each other in a
// circle.
void announce_creation(Transaction& tx, std::vector<Member> members) {
  std::ranges::sort(members, {}, &Member::user);
  ConversationSummary summary = summary_for(tx, members.front().user, members.front().conversation);
  for (const Member& member : members) {
    summary.role = member.role;
    announce_to_user(tx, member.user, ConversationAdded{summary});
  }
}

// Another transaction may have made it meanwhile: the unique key of the pair decides which one wins.
std::pair<ConversationId, bool> begin_direct(Transaction& tx, const NewConversation& wanted, UserId other) {
  const auto [conversation, is_new] = tx.store<ConversationStore>().add_direct(wanted, wanted.created_by, other);
  if (!is_new) return {conversation.id, false};
  std::vector<Member> members;
  for (const UserId user : {wanted.created_by, other}) {
    members.push_back(tx.store<MemberStore>().add(conversation.id, user, MemberRole::member, Seq(0), conversation.rev,
                                                  wanted.created_at));
  }
  announce_creation(tx, std::move(members));
  return {conversation.id, true};
}

// The event for the new member is announced before the event for the others, so the hub knows the membership when the
// conversation's event with this rev arrives.
Member admit(Transaction& tx, const Conversation& conversation, UserId user, MemberRole role, Time now) {
  const ConversationId id = conversation.id;
  const Rev rev = tx.store<ConversationStore>().advance(id);
  const Member member = tx.store<MemberStore>().add(id, user, role, conversation.last_seq, rev, now);
  announce_to_user(tx, user, ConversationAdded{summary_for(tx, user, id)});
  announce_change(tx, id, rev, MemberAdded{member});
  return member;
}

bool invite(Transaction& tx, const NewInvitation& invitation, const Limits& limits) {
  auto store = tx.store<InvitationStore>();
  if (store.list(invitation.user).size() >= limits.invitations) return false;
  if (store.add(invitation)) announce_to_user(tx, invitation.user, InvitationsUpdated{store.list(invitation.user)});
  return true;
}

void settle(Transaction& tx, const Invitation& invitation) {
  auto store = tx.store<InvitationStore>();
  store.remove(invitation.user, invitation.id);
  announce_to_user(tx, invitation.user, InvitationsUpdated{store.list(invitation.user)});
}

Result<void> check_room(Transaction& tx, UserId caller, std::span<const UserId> users, const Limits& limits) {
  const std::size_t most = limits.user_conversations;
  const auto counts = tx.store<ReachStore>().count_conversations(users, most);
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (std::cmp_less(counts[i], most)) continue;
    const std::string_view who = users[i] == caller ? "You are" : "One of the users is";
    return fail(ErrorCode::conflict, fmt::format("{} in {} conversations, which is the limit.", who, most));
  }
  return {};
}

// One statement adds and returns the sums, so two requests cannot both use the last place. The error rolls the
// transaction back, and the addition with it.
Result<void> count_daily_use(Transaction& tx, UserId user, const DailyUse& more, const Limits& limits, Time now) {
  const DailyUse used = tx.store<DailyUseStore>().add(user, more, now);
  const std::size_t conversations = limits.conversations_per_day;
  if (conversations > 0 && std::cmp_greater(used.conversations, conversations)) {
    return used_up(fmt::format("You can create {} conversations a day.", conversations), conversations, now);
  }
  const std::size_t members = limits.members_per_day;
  if (members > 0 && std::cmp_greater(used.members, members)) {
    return used_up(fmt::format("You can add or invite {} members a day.", members), members, now);
  }
  return {};
}

}  // namespace parley
