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

// One inviter may have a tenth of a user's places, so that nobody can take all of them.
constexpr std::size_t kInvitersShare = 10;

std::vector<UserId> users_of(std::span<const NewInvitation> invitations) {
  std::vector<UserId> users;
  users.reserve(invitations.size());
  for (const NewInvitation& invitation : invitations) users.push_back(invitation.user);
  return users;
}

// Returns whether both lead to the same conversation: the same group, or the direct one with the same inviter.
bool leads_to_same(const Invitation& one, const NewInvitation& other) {
  return one.conversation == other.conversation && (one.conversation || one.inviter.user == other.inviter);
}

// `waiting` is what waits for the answer of the user now.
InvitationPlace judge_place(const NewInvitation& wanted, std::span<const Invitation> waiting, const Limits& limits) {
  const auto is_same = [&](const Invitation& one) { return leads_to_same(one, wanted); };
  if (std::ranges::any_of(waiting, is_same)) return InvitationPlace::taken;
  const auto is_by_inviter = [&](const Invitation& one) { return one.inviter.user == wanted.inviter; };
  const auto by_inviter = std::ranges::count_if(waiting, is_by_inviter);
  const std::size_t share = std::max<std::size_t>(1, limits.invitations / kInvitersShare);
  const bool is_full = waiting.size() >= limits.invitations || std::cmp_greater_equal(by_inviter, share);
  return is_full ? InvitationPlace::none : InvitationPlace::free;
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
  if (is_new) admit_first(tx, conversation, {wanted.created_by, other}, std::nullopt, wanted.created_at);
  auto invitations = tx.store<InvitationStore>();
  for (const UserId user : invitations.remove_direct(wanted.created_by, other)) {
    announce_to_user(tx, user, InvitationsUpdated{invitations.list(user)});
  }
  return {conversation.id, is_new};
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
  withdraw_invitation(tx, user, id);
  return member;
}

std::vector<InvitationPlace> find_places(Transaction& tx, std::span<const NewInvitation> invitations,
                                         const Limits& limits) {
  const auto waiting = tx.store<InvitationStore>().keep_standing(users_of(invitations));
  std::vector<InvitationPlace> places;
  places.reserve(invitations.size());
  for (const NewInvitation& wanted : invitations) {
    const auto own = waiting.find(wanted.user);
    places.push_back(own == waiting.end() ? InvitationPlace::free : judge_place(wanted, own->second, limits));
  }
  return places;
}

InvitationPlace find_place(Transaction& tx, const NewInvitation& invitation, const Limits& limits) {
  return find_places(tx, std::span(&invitation, 1), limits).front();
}

void invite(Transaction& tx, std::span<const NewInvitation> invitations) {
  auto store = tx.store<InvitationStore>();
  const std::vector<UserId> added = store.add(invitations);
  std::vector<std::pair<UserId, UserChange>> changes;
  for (auto& [user, all] : store.lists(added)) changes.emplace_back(user, InvitationsUpdated{std::move(all)});
  announce_to_users(tx, std::move(changes));
}

void withdraw_invitation(Transaction& tx, UserId user, ConversationId group) {
  auto store = tx.store<InvitationStore>();
  if (store.remove_to(user, group)) announce_to_user(tx, user, InvitationsUpdated{store.list(user)});
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
