// Each public function starts one transaction and leaves the work to a free function with the same name, which takes
// the transaction and plain values. The read cursors that still wait in memory are fetched before the transaction
// begins: what has left memory by then is in the database.
#include <parley/features/conversations/conversations.hpp>

#include <algorithm>
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

namespace parley {
namespace {

// Returns what the user's list shows of one conversation. REQUIRES: the user is a member.
ConversationSummary summary_for(Transaction& tx, UserId user, ConversationId id) {
  auto summaries = tx.store<SummaryStore>().summaries(user, std::span(&id, 1));
  name_senders(tx, summaries);
  return std::move(summaries.at(0));
}

// Announces a new conversation to its first members. It has no messages and no cursors yet, so their summaries differ
// only in the role.
void announce_creation(Transaction& tx, std::vector<Member> members) {
  // The streams of the users are locked in the order of the user ids, so two new groups with common members never wait
  // for each other in a circle.
  std::ranges::sort(members, {}, &Member::user);
  ConversationSummary summary = summary_for(tx, members.front().user, members.front().conversation);
  for (const Member& member : members) {
    summary.role = member.role;
    announce_to_user(tx, member.user, ConversationAdded{summary});
  }
}

Result<std::optional<ConversationSummary>> find_direct(Transaction& tx, UserId caller, UserId other) {
  const std::optional<ConversationId> id = tx.store<ConversationStore>().find_direct(caller, other);
  if (!id) return std::nullopt;
  return summary_for(tx, caller, *id);
}

Result<std::pair<ConversationSummary, bool>> open_direct_now(Transaction& tx, const NewConversation& wanted,
                                                             UserId other) {
  const UserId caller = wanted.created_by;
  TRY(check_reach(tx, lock_users(tx, {caller, other}), caller, other));
  // Another caller may have created it since find_direct() looked: the unique key of the pair decides which one wins.
  const auto [conversation, is_new] = tx.store<ConversationStore>().add_direct(wanted, caller, other);
  if (is_new) {
    std::vector<Member> members;
    for (const UserId user : {caller, other}) {
      members.push_back(tx.store<MemberStore>().add(conversation.id, user, MemberRole::member, Seq(0), conversation.rev,
                                                    wanted.created_at));
    }
    announce_creation(tx, std::move(members));
  }
  return std::pair(summary_for(tx, caller, conversation.id), is_new);
}

// Returns the fault of inviting a user that the creator may not reach. `place` is the user's place in the request.
FieldError fault_in_invitation(std::size_t place, Reach reach) {
  std::string field = fmt::format("members[{}]", place);
  if (reach == Reach::blocked) return {std::move(field), FieldFault::invalid, "You have blocked this user."};
  return no_such_user_in(std::move(field));
}

// Returns the invited users, each once and without the creator, and locks all of them. Errors: invalid_request with a
// fault for each user that the creator may not reach, or if the group would have too many members; forbidden.
Result<std::vector<UserId>> check_invited(Transaction& tx, UserId creator, const std::vector<UserId>& invited,
                                          std::size_t member_limit) {
  std::set<UserId> everybody(invited.begin(), invited.end());
  everybody.insert(creator);
  if (everybody.size() > member_limit) return group_is_full(member_limit);
  const auto users = lock_users(tx, {everybody.begin(), everybody.end()});
  const auto own = users.find(creator);
  if (own == users.end() || own->second.deactivated_at) return closed_account();

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
  std::vector<UserId> permitted;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (verdicts[i] == Reach::permitted) {
      permitted.push_back(invited[places[i]]);
    } else {
      faults.push_back(fault_in_invitation(places[i], verdicts[i]));
    }
  }
  if (!faults.empty()) return fail_fields(std::move(faults));
  return permitted;
}

Result<ConversationSummary> create_group_now(Transaction& tx, const NewConversation& wanted,
                                             const std::vector<UserId>& invited, std::size_t member_limit) {
  const auto users = TRY(check_invited(tx, wanted.created_by, invited, member_limit));
  const Conversation conversation = tx.store<ConversationStore>().add(wanted);
  std::vector<Member> members;
  const auto add = [&](UserId user, MemberRole role) {
    members.push_back(
        tx.store<MemberStore>().add(conversation.id, user, role, Seq(0), conversation.rev, wanted.created_at));
  };
  add(wanted.created_by, MemberRole::admin);
  for (const UserId user : users) add(user, MemberRole::member);
  announce_creation(tx, std::move(members));
  return summary_for(tx, wanted.created_by, conversation.id);
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

Result<Conversation> update_conversation(Transaction& tx, UserId user, ConversationId id,
                                         const ConversationPatch& patch) {
  auto [conversation, member] = TRY(lock_membership(tx, id, user));
  if (!policy::may_update_conversation(conversation, member)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may change it.");
  }
  if (!patch.title && !patch.label && !patch.shares_history) return std::move(conversation);
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
  co_return co_await database_.write([wanted, other](Transaction& tx) { return open_direct_now(tx, wanted, other); });
}

Task<ConversationSummary> Conversations::create_group(Caller caller, NewGroup group) {
  NewConversation wanted = new_conversation(ConversationKind::group, caller.user, clock_.now());
  wanted.title = std::move(group.title);
  wanted.label = std::move(group.label);
  wanted.shares_history = group.shares_history;
  return database_.write(
      [wanted = std::move(wanted), invited = std::move(group.members), member_limit = limits_.group_members](
          Transaction& tx) { return create_group_now(tx, wanted, invited, member_limit); },
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
