#include <parley/features/conversations/conversations.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include <fmt/format.h>

#include <parley/core/announce.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/send.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/conversations/store.hpp>

#include "core/membership.hpp"
#include "core/sender_names.hpp"

namespace parley {
namespace {

// What one user's list shows of one conversation. The user is a member.
ConversationSummary summary_for(Transaction& tx, UserId user, ConversationId id) {
  auto summaries = tx.store<SummaryStore>().summaries(user, std::span(&id, 1));
  name_senders(tx, summaries);
  return std::move(summaries.at(0));
}

// Tells the first members of a new conversation. Nothing was said in it and nothing read, so their summaries differ in
// their roles alone.
void announce_creation(Transaction& tx, std::vector<Member> members) {
  // In order of id, so that two that share members never wait for each other's streams.
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
  if (!is_active(tx.store<UserStore>().find(other))) return fail(ErrorCode::not_found, "There is no such user.");
  const UserId caller = wanted.created_by;
  if (tx.store<BlockStore>().is_between(caller, other)) return blocked_error();
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

// The invited, each once and without the creator; a fault for each whom nobody knows.
Result<std::vector<UserId>> check_invited(Transaction& tx, UserId creator, const std::vector<UserId>& invited,
                                          std::size_t member_limit) {
  std::set<UserId> unseen(invited.begin(), invited.end());
  unseen.erase(creator);
  if (unseen.size() + 1 > member_limit) {
    return fail_field("members", FieldFault::too_long, fmt::format("A group has at most {} members.", member_limit));
  }
  std::vector<FieldError> faults;
  std::vector<UserId> users;
  for (std::size_t i = 0; i < invited.size(); ++i) {
    if (unseen.erase(invited[i]) == 0) continue;
    users.push_back(invited[i]);
    if (is_active(tx.store<UserStore>().find(invited[i]))) continue;
    faults.push_back({fmt::format("members[{}]", i), FieldFault::invalid, "There is no such user."});
  }
  if (!faults.empty()) return fail_fields(std::move(faults));
  return users;
}

Result<ConversationSummary> create_group_now(Transaction& tx, const NewConversation& wanted,
                                             const std::vector<UserId>& invited, std::size_t member_limit) {
  const Result<std::vector<UserId>> users = check_invited(tx, wanted.created_by, invited, member_limit);
  if (!users) return std::unexpected(users.error());
  const Conversation conversation = tx.store<ConversationStore>().add(wanted);
  std::vector<Member> members;
  const auto add = [&](UserId user, MemberRole role) {
    members.push_back(
        tx.store<MemberStore>().add(conversation.id, user, role, Seq(0), conversation.rev, wanted.created_at));
  };
  add(wanted.created_by, MemberRole::admin);
  for (const UserId user : *users) add(user, MemberRole::member);
  announce_creation(tx, std::move(members));
  return summary_for(tx, wanted.created_by, conversation.id);
}

// One more than the page holds, which shows whether there is another page.
Result<std::vector<ConversationSummary>> list_conversations(Transaction& tx, UserId user,
                                                            const std::optional<ConversationListCursor>& after,
                                                            std::size_t limit) {
  auto summaries = tx.store<SummaryStore>().list(user, after, limit + 1);
  name_senders(tx, summaries);
  return summaries;
}

ConversationPage page_of(std::vector<ConversationSummary> found, std::size_t limit) {
  ConversationPage page;
  if (found.size() > limit) {
    found.resize(limit);
    const Conversation& last = found.back().conversation;
    page.next = ConversationListCursor{last.last_message_at.value_or(last.created_at), last.id};
  }
  page.conversations = std::move(found);
  return page;
}

Result<ConversationSummary> get_conversation(Transaction& tx, UserId user, ConversationId id) {
  const Result<Membership> membership = find_membership(tx, id, user);
  if (!membership) return std::unexpected(membership.error());
  return summary_for(tx, user, id);
}

Result<Conversation> update_conversation(Transaction& tx, UserId user, ConversationId id,
                                         const ConversationPatch& patch) {
  Result<Membership> membership = lock_membership(tx, id, user);
  if (!membership) return std::unexpected(membership.error());
  if (!policy::may_update_conversation(membership->conversation, membership->member)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may change it.");
  }
  if (!patch.title && !patch.label && !patch.shares_history) return std::move(membership->conversation);
  Conversation updated = tx.store<ConversationStore>().update(id, patch);
  announce_change(tx, id, updated.rev, ConversationUpdated{updated});
  return updated;
}

Result<ConversationSettings> change_settings(Transaction& tx, UserId user, ConversationId id,
                                             const SettingsPatch& patch) {
  const Result<Membership> membership = find_membership(tx, id, user);
  if (!membership) return std::unexpected(membership.error());
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
    co_return fail_field("user", FieldFault::invalid, "A direct conversation is with somebody else.");
  const auto pending = read_cursors_.pending(caller.user);
  // Mostly it is there already, and then nothing has to wait for the writer.
  auto found =
      co_await database_.read([user = caller.user, other](Transaction& tx) { return find_direct(tx, user, other); });
  if (!found) co_return std::unexpected(found.error());
  if (found->has_value()) {
    move_cursor(**found, pending);
    co_return std::pair(std::move(**found), false);
  }
  const NewConversation wanted = new_conversation(ConversationKind::direct, caller.user, clock_.now());
  co_return co_await database_.write([wanted, other](Transaction& tx) { return open_direct_now(tx, wanted, other); });
}

Task<ConversationSummary> Conversations::create_group(Caller caller, NewGroup group) {
  NewConversation wanted = new_conversation(ConversationKind::group, caller.user, clock_.now());
  wanted.title = std::move(group.title);
  wanted.label = std::move(group.label);
  wanted.shares_history = group.shares_history;
  return database_.write([wanted = std::move(wanted), invited = std::move(group.members),
                          member_limit = limits_.group_members](Transaction& tx) {
    return create_group_now(tx, wanted, invited, member_limit);
  });
}

Task<ConversationPage> Conversations::list(Caller caller, std::optional<ConversationListCursor> after,
                                           std::size_t limit) {
  const auto pending = read_cursors_.pending(caller.user);
  auto found = co_await database_.read(
      [user = caller.user, after, limit](Transaction& tx) { return list_conversations(tx, user, after, limit); });
  if (!found) co_return std::unexpected(found.error());
  for (ConversationSummary& summary : *found) move_cursor(summary, pending);
  co_return page_of(std::move(*found), limit);
}

Task<ConversationSummary> Conversations::get(Caller caller, ConversationId id) {
  const Seq pending = read_cursors_.latest(id, caller.user, Seq(0));
  auto found =
      co_await database_.read([user = caller.user, id](Transaction& tx) { return get_conversation(tx, user, id); });
  if (found) found->move_read(pending);
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
