#include <unordered_map>

#include <parley/core/announce.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/send.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>

#include "core/membership.hpp"

namespace parley {
namespace {

// A user who never was a member gets the same error as for a conversation that does not exist, and so cannot find out
// which conversations exist.
Result<Membership> membership_of(Transaction& tx, std::optional<Conversation> conversation, UserId user) {
  std::optional<Member> member = conversation ? tx.store<MemberStore>().find(conversation->id, user) : std::nullopt;
  if (!member) return no_such_conversation();
  if (!policy::is_member(*member)) return no_longer_member();
  return Membership{std::move(*conversation), std::move(*member)};
}

}  // namespace

Result<Membership> find_membership(Transaction& tx, ConversationId id, UserId user) {
  return membership_of(tx, tx.store<ConversationStore>().find(id), user);
}

Result<Membership> lock_membership(Transaction& tx, ConversationId id, UserId user) {
  return membership_of(tx, tx.store<ConversationStore>().lock(id), user);
}

Result<Membership> lock_writer(Transaction& tx, ConversationId id, UserId user) {
  Membership writer = TRY(lock_membership(tx, id, user));
  TRY(judge_writer(writer.member.silenced, writer.member.peer_closed));
  return writer;
}

bool is_active(const std::optional<User>& user) { return user && user->is_active; }

bool has_account(const std::optional<User>& user) { return user && !user->deactivated_at; }

std::unexpected<Error> no_such_user() { return fail(ErrorCode::not_found, "There is no such user."); }

void announce_change(Transaction& tx, ConversationId id, Rev rev, ConversationChange change) {
  announce(tx, ConversationEvent{id, rev, std::move(change)});
}

void announce_to_user(Transaction& tx, UserId user, UserChange change) {
  const UserRev rev = tx.store<UserStore>().advance(user);
  announce(tx, UserEvent{user, rev, std::move(change)});
}

void announce_to_users(Transaction& tx, std::vector<std::pair<UserId, UserChange>> changes) {
  std::vector<UserId> users;
  for (const auto& change : changes) users.push_back(change.first);
  const auto allocated = tx.store<UserStore>().advance_all(users);
  const std::unordered_map<UserId, UserRev> revs(allocated.begin(), allocated.end());
  for (auto& [user, change] : changes) announce(tx, UserEvent{user, revs.at(user), std::move(change)});
}

}  // namespace parley
