// Each public function starts one transaction and leaves the work to a free function, which takes the transaction and
// plain values. The read cursors that still wait in memory are fetched before the transaction
// begins: what has left memory by then is in the database.
#include <parley/features/conversations/conversations.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

#include <fmt/format.h>

#include <parley/core/announce.hpp>
#include <parley/core/errors.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>
#include <parley/core/wire_bytes.hpp>
#include <parley/features/conversations/store.hpp>

#include "core/consent.hpp"
#include "core/membership.hpp"
#include "core/sender_names.hpp"
#include "features/conversations/errors.hpp"
#include "features/conversations/joining.hpp"

namespace parley {
namespace {

Result<std::optional<ConversationSummary>> find_direct(Transaction& tx, UserId caller, UserId other) {
  const std::optional<ConversationId> id = tx.store<ConversationStore>().find_direct(caller, other);
  if (!id) return std::nullopt;
  return summary_for(tx, caller, *id);
}

// The direct conversation, and whether it is new. It is absent if the other user decides first.
using Opened = std::optional<std::pair<ConversationSummary, bool>>;

// If the other user has invited the caller to a direct conversation, that is an answer in advance: it begins at once.
Result<Opened> open_direct_now(Transaction& tx, const NewConversation& wanted, UserId other, const Limits& limits) {
  const UserId caller = wanted.created_by;
  const Reach reach = TRY(check_reach(tx, lock_users(tx, {caller, other}), caller, other));
  const bool is_invited = tx.store<InvitationStore>().find_direct(caller, other).has_value();
  if (reach == Reach::by_invitation && !is_invited) {
    const NewInvitation invitation{.id = InvitationId::generate(),
                                   .user = other,
                                   .inviter = caller,
                                   .conversation = std::nullopt,
                                   .created_at = wanted.created_at};
    const InvitationPlace place = find_place(tx, invitation, limits);
    if (place == InvitationPlace::taken) return Opened();
    if (place == InvitationPlace::none) return too_many_invitations();
    TRY(count_daily_use(tx, caller, {.members = 1}, limits, wanted.created_at));
    invite(tx, std::span(&invitation, 1));
    return Opened();
  }
  TRY(check_room(tx, caller, std::array{caller, other}, limits));
  TRY(count_daily_use(tx, caller, {.conversations = 1}, limits, wanted.created_at));
  const auto [id, is_new] = begin_direct(tx, wanted, other);
  return Opened(std::pair(summary_for(tx, caller, id), is_new));
}

// Returns the fault of inviting a user that the creator may not reach. `place` is the user's place in the request.
FieldError fault_in_invitation(std::size_t place, Reach reach) {
  std::string field = fmt::format("members[{}]", place);
  if (reach == Reach::blocked) return {std::move(field), FieldFault::invalid, "You have blocked this user."};
  return no_such_user_in(std::move(field));
}

// The users that the creator of a group names, each once and without the creator.
struct Named {
  std::vector<UserId> members;
  std::vector<UserId> invited;  // these users decide first
};

// Divides the named users into those who join and those who are invited, and locks the rows of all. Errors:
// invalid_request (too many members, or one fault for each user that the creator may not reach), forbidden (the
// creator's account was closed meanwhile).
Result<Named> check_named(Transaction& tx, UserId creator, const std::vector<UserId>& invited,
                          std::size_t member_limit) {
  std::set<UserId> everybody(invited.begin(), invited.end());
  everybody.insert(creator);
  if (everybody.size() > member_limit) {
    return fail_field("members", FieldFault::too_long, fmt::format("A group has at most {} members.", member_limit));
  }
  const auto users = lock_users(tx, {everybody.begin(), everybody.end()});
  const auto own = users.find(creator);
  if (own == users.end() || !own->second.is_active) return closed_account();

  // A fault names the user's place in the request, so users are checked in the order in which they were given.
  everybody.erase(creator);
  std::vector<std::size_t> places;
  std::vector<std::optional<User>> wanted;
  for (std::size_t i = 0; i < invited.size(); ++i) {
    if (everybody.erase(invited[i]) == 0) continue;
    places.push_back(i);
    const auto found = users.find(invited[i]);
    wanted.push_back(found == users.end() ? std::nullopt : std::optional(found->second));
  }
  const std::vector<Reach> verdicts = judge_reach(tx, ReachWay::conversation, own->second, wanted);
  std::vector<FieldError> faults;
  Named named;
  for (std::size_t i = 0; i < places.size(); ++i) {
    switch (verdicts[i]) {
      case Reach::permitted: named.members.push_back(invited[places[i]]); break;
      case Reach::by_invitation: named.invited.push_back(invited[places[i]]); break;
      case Reach::blocked:
      case Reach::unknown: faults.push_back(fault_in_invitation(places[i], verdicts[i])); break;
    }
  }
  if (!faults.empty()) return fail_fields(std::move(faults));
  return named;
}

// Returns the invitations of the users to the new group. `named` is the request, in which the users stand in the same
// order. Errors: invalid_request with a fault for each user who cannot get a further invitation.
Result<std::vector<NewInvitation>> prepare_invitations(Transaction& tx, const NewConversation& group,
                                                       const std::vector<UserId>& users,
                                                       const std::vector<UserId>& named, const Limits& limits) {
  if (users.empty()) return std::vector<NewInvitation>();
  std::vector<NewInvitation> invitations;
  for (const UserId user : users) {
    invitations.push_back({.id = InvitationId::generate(),
                           .user = user,
                           .inviter = group.created_by,
                           .conversation = group.id,
                           .created_at = group.created_at});
  }
  const std::vector<InvitationPlace> places = find_places(tx, invitations, limits);
  std::vector<FieldError> faults;
  auto at = named.begin();
  for (std::size_t i = 0; i < users.size(); ++i) {
    at = std::find(at, named.end(), users[i]);
    if (places[i] == InvitationPlace::free) continue;
    faults.push_back(
        {fmt::format("members[{}]", at - named.begin()), FieldFault::invalid, std::string(kTooManyInvitations)});
  }
  if (!faults.empty()) return fail_fields(std::move(faults));
  return invitations;
}

Result<ConversationSummary> create_group_now(Transaction& tx, const NewConversation& wanted,
                                             const std::vector<UserId>& invited, const Limits& limits) {
  const UserId creator = wanted.created_by;
  const Named named = TRY(check_named(tx, creator, invited, limits.group_members));
  std::vector<UserId> joining = named.members;
  joining.push_back(creator);
  TRY(check_room(tx, creator, joining, limits));
  const auto invitations = TRY(prepare_invitations(tx, wanted, named.invited, invited, limits));
  const auto added = static_cast<std::int64_t>(named.members.size() + named.invited.size());
  TRY(count_daily_use(tx, creator, {.conversations = 1, .members = added}, limits, wanted.created_at));
  const Conversation conversation = tx.store<ConversationStore>().add(wanted);
  admit_first(tx, conversation, std::move(joining), creator, wanted.created_at);
  ConversationSummary summary = summary_for(tx, creator, conversation.id);
  if (!invitations.empty()) invite(tx, invitations);
  summary.invited = named.invited;
  return summary;
}

// Returns one conversation more than the page holds, which shows whether there is another page.
Result<std::vector<ConversationSummary>> list_conversations(Transaction& tx, UserId user,
                                                            const std::optional<ConversationListCursor>& after,
                                                            std::size_t limit) {
  auto summaries = tx.store<SummaryStore>().list(user, after, limit + 1);
  name_senders(tx, summaries);
  return summaries;
}

// Cuts what list_conversations() found to a page.
ConversationPage page_of(std::vector<ConversationSummary> found, std::size_t limit, std::size_t most_bytes) {
  ConversationPage page;
  const std::size_t shown = std::min(limit, count_within(std::span<const ConversationSummary>(found), most_bytes));
  if (found.size() > shown) {
    found.resize(shown);
    const Conversation& last = found.back().conversation;
    page.next = ConversationListCursor{last.last_message_at.value_or(last.created_at), last.id};
  }
  page.conversations = std::move(found);
  return page;
}

Result<ConversationSummary> get_conversation(Transaction& tx, UserId user, ConversationId id) {
  TRY(find_membership(tx, id, user));
  return summary_for(tx, user, id);
}

// Sharing begins with the next message, each time that it is turned on.
Result<Conversation> update_conversation(Transaction& tx, UserId user, ConversationId id, ConversationPatch patch) {
  auto [conversation, member] = TRY(lock_membership(tx, id, user));
  if (!policy::may_update_conversation(conversation, member)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may change it.");
  }
  if (!patch.title && !patch.label && !patch.shares_history) return std::move(conversation);
  if (patch.shares_history.value_or(false) && !conversation.shares_history) patch.shared_after = conversation.last_seq;
  Conversation updated = tx.store<ConversationStore>().update(id, patch);
  announce_change(tx, id, updated.rev, ConversationUpdated{updated});
  return updated;
}

Result<ConversationSettings> change_settings(Transaction& tx, UserId user, ConversationId id,
                                             const SettingsPatch& patch) {
  TRY(find_membership(tx, id, user));
  const UserRev rev = tx.store<UserStore>().advance(user);
  const ConversationSettings settings = tx.store<MemberStore>().set_settings(id, user, patch, rev);
  announce(tx, UserEvent{user, rev, SettingsUpdated{id, settings}});
  return settings;
}

NewConversation new_conversation(ConversationKind kind, UserId creator, Time now) {
  NewConversation wanted;
  wanted.id = ConversationId::generate();
  wanted.kind = kind;
  wanted.created_by = creator;
  wanted.created_at = now;
  return wanted;
}

// Moves the read cursor of the summary to where it will be once the waiting cursors are written.
void move_cursor(ConversationSummary& summary, const std::map<ConversationId, Seq>& pending) {
  const auto at = pending.find(summary.conversation.id);
  if (at != pending.end()) summary.move_read(at->second);
}

}  // namespace

Conversations::Conversations(Database& database, const ReadCursors& read_cursors, const Clock& clock,
                             const Limits& limits)
    : database_(database), read_cursors_(read_cursors), clock_(clock), limits_(limits) {}

Task<std::pair<ConversationSummary, bool>> Conversations::open_direct(Caller caller, UserId other) {
  if (other == caller.user)
    co_return fail_field("user", FieldFault::invalid, "A direct conversation is with another user.");
  const auto pending = read_cursors_.pending(caller.user);
  // Most direct conversations exist already. A read finds them without a wait for the writer.
  auto found = CO_TRY(
      co_await database_.read([user = caller.user, other](Transaction& tx) { return find_direct(tx, user, other); }));
  if (found) {
    move_cursor(*found, pending);
    co_return std::pair(*std::move(found), false);
  }
  const NewConversation wanted = new_conversation(ConversationKind::direct, caller.user, clock_.now());
  auto opened = CO_TRY(co_await database_.write(
      [wanted, other, &limits = limits_](Transaction& tx) { return open_direct_now(tx, wanted, other, limits); }));
  if (!opened) co_return consent_needed();
  co_return *std::move(opened);
}

Task<ConversationSummary> Conversations::create_group(Caller caller, NewGroup group) {
  NewConversation wanted = new_conversation(ConversationKind::group, caller.user, clock_.now());
  wanted.title = std::move(group.title);
  wanted.label = std::move(group.label);
  wanted.shares_history = group.shares_history;
  return database_.write([wanted = std::move(wanted), invited = std::move(group.members),
                          &limits = limits_](Transaction& tx) { return create_group_now(tx, wanted, invited, limits); },
                         std::nullopt, caller.user);
}

Task<ConversationPage> Conversations::list(Caller caller, std::optional<ConversationListCursor> after,
                                           std::size_t limit) {
  const auto pending = read_cursors_.pending(caller.user);
  auto found = CO_TRY(co_await database_.read(
      [user = caller.user, after, limit](Transaction& tx) { return list_conversations(tx, user, after, limit); },
      caller.user));
  for (ConversationSummary& summary : found) move_cursor(summary, pending);
  co_return page_of(std::move(found), limit, limits_.page_bytes);
}

Task<ConversationSummary> Conversations::get(Caller caller, ConversationId id) {
  const Seq pending = read_cursors_.latest(id, caller.user, Seq(0));
  auto found = CO_TRY(
      co_await database_.read([user = caller.user, id](Transaction& tx) { return get_conversation(tx, user, id); }));
  found.move_read(pending);
  co_return found;
}

Task<Conversation> Conversations::update(Caller caller, ConversationId id, ConversationPatch patch) {
  return database_.write([user = caller.user, id, patch = std::move(patch)](
                             Transaction& tx) { return update_conversation(tx, user, id, patch); },
                         lane_of(id));
}

Task<ConversationSettings> Conversations::change_settings(Caller caller, ConversationId id, SettingsPatch patch) {
  return database_.write(
      [user = caller.user, id, patch](Transaction& tx) { return parley::change_settings(tx, user, id, patch); });
}

}  // namespace parley
