#include <algorithm>

#include <fmt/format.h>

#include <parley/core/policy.hpp>
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
// users are announced in the order of the user ids, so two new groups with common members never wait for each other in
// a circle.
void admit_first(Transaction& tx, const Conversation& conversation, std::vector<UserId> users,
                 std::optional<UserId> admin, Time now) {
  std::ranges::sort(users);
  tx.store<MemberStore>().add_first(conversation.id, users, admin, conversation.rev, now);
  ConversationSummary summary = summary_for(tx, users.front(), conversation.id);
  summary.role = MemberRole::admin;
  const auto for_admin = std::make_shared<const ConversationSummary>(summary);
  summary.role = MemberRole::member;
  const auto for_member = std::make_shared<const ConversationSummary>(std::move(summary));
  std::vector<std::pair<UserId, UserChange>> changes;
  changes.reserve(users.size());
  for (const UserId user : users) changes.emplace_back(user, ConversationAdded{user == admin ? for_admin : for_member});
  announce_to_users(tx, std::move(changes));
}

// Another transaction may have made it meanwhile: the unique key of the pair decides which one wins.
std::pair<ConversationId, bool> begin_direct(Transaction& tx, const NewConversation& wanted, UserId other) {
  const auto [conversation, is_new] = tx.store<ConversationStore>().add_direct(wanted, wanted.created_by, other);
  if (!is_new) return {conversation.id, false};
  admit_first(tx, conversation, {wanted.created_by, other}, std::nullopt, wanted.created_at);
  return {conversation.id, true};
}

// The event for the new member is announced before the event for the others, so the hub knows the membership when the
// conversation's event with this rev arrives.
Member admit(Transaction& tx, const Conversation& conversation, UserId user, MemberRole role, Time now) {
  const ConversationId id = conversation.id;
  const Rev rev = tx.store<ConversationStore>().advance(id);
  const Member member =
      tx.store<MemberStore>().add(id, user, role, conversation.last_seq, rev, now, policy::visible_after(conversation));
  announce_to_user(tx, user, ConversationAdded{std::make_shared<const ConversationSummary>(summary_for(tx, user, id))});
  announce_change(tx, id, rev, MemberAdded{member});
  return member;
}

std::vector<UserId> invite(Transaction& tx, std::span<const NewInvitation> invitations, const Limits& limits) {
  auto store = tx.store<InvitationStore>();
  std::vector<UserId> asked;
  for (const NewInvitation& invitation : invitations) asked.push_back(invitation.user);
  const auto waiting = store.counts(asked);
  std::vector<NewInvitation> wanted;
  std::vector<UserId> invited;
  for (std::size_t i = 0; i < invitations.size(); ++i) {
    if (std::cmp_greater_equal(waiting[i], limits.invitations)) continue;
    wanted.push_back(invitations[i]);
    invited.push_back(invitations[i].user);
  }
  const std::vector<UserId> added = store.add(wanted);
  std::vector<std::pair<UserId, UserChange>> changes;
  for (auto& [user, all] : store.lists(added)) changes.emplace_back(user, InvitationsUpdated{std::move(all)});
  announce_to_users(tx, std::move(changes));
  return invited;
}

void settle(Transaction& tx, const Invitation& invitation) {
  auto store = tx.store<InvitationStore>();
  store.remove(invitation.user, invitation.id);
  announce_to_user(tx, invitation.user, InvitationsUpdated{store.list(invitation.user)});
}

Result<void> check_room(Transaction& tx, UserId caller, std::span<const UserId> users, const Limits& limits) {
  const std::size_t most = limits.user_conversations;
  const auto full = tx.store<ReachStore>().members_of_many(users, most);
  if (full.empty()) return {};
  const std::string_view who = full.front() == caller ? "You are" : "One of the users is";
  return fail(ErrorCode::conflict, fmt::format("{} in {} conversations, which is the limit.", who, most));
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
