#include <parley/features/admin/operator_actions.hpp>

#include <algorithm>
#include <span>

#include <parley/base/security_log.hpp>
#include <parley/core/announce.hpp>
#include <parley/core/errors.hpp>
#include <parley/core/send.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/admin/store.hpp>
#include <parley/features/sign_in/store.hpp>

#include "core/membership.hpp"
#include "core/roles.hpp"
#include "features/sign_in/account_steps.hpp"
#include "features/sign_in/session_steps.hpp"

namespace parley {
namespace {

// Finds the user and locks the row. Errors: not_found.
Result<User> lock_user(Transaction& tx, std::string_view username) {
  const std::optional<User> found = tx.store<AccountStore>().find_by_username(username);
  std::optional<User> user = found ? tx.store<UserStore>().lock(found->id) : std::nullopt;
  if (!user) return no_such_user();
  return *std::move(user);
}

void announce_profile(Transaction& tx, const User& user) {
  announce(tx, UserEvent{user.id, user.rev, ProfileUpdated{user}});
}

std::size_t end_all_sessions(Transaction& tx, UserId user, Time now) {
  const std::vector<SessionId> active = active_sessions(tx, user);
  end_sessions(tx, user, active, RevocationReason::ended_by_operator, now);
  return active.size();
}

Result<ResetLink> issue_link(Transaction& tx, User user, Time expires_at) {
  if (!has_account(user)) return fail(ErrorCode::forbidden, "This account is closed.");
  std::string token = issue_reset_token(tx, user.id, expires_at);
  return ResetLink{std::move(user), std::move(token), expires_at};
}

Result<ResetLink> create_now(Transaction& tx, const NewUser& wanted, UserRole role, Time expires_at) {
  User user = TRY(add_user(tx, wanted));
  if (role != user.role) user = tx.store<OperatorStore>().set_role(user.id, role);
  tx.store<OperatorStore>().note_change();
  return issue_link(tx, std::move(user), expires_at);
}

Result<User> grant_now(Transaction& tx, const std::string& username, UserRole role) {
  User before = TRY(lock_user(tx, username));
  if (before.role == role) return before;
  User user = tx.store<OperatorStore>().set_role(before.id, role);
  announce_profile(tx, user);
  tx.store<OperatorStore>().note_change();
  return user;
}

// Suspends the user from this time on, or restores the user. Groups get another admin if they need one. The
// conversations are locked before the row of the user, as every change of a membership does.
Result<User> set_suspended(Transaction& tx, std::string_view username, std::optional<Time> since) {
  const std::optional<User> found = tx.store<AccountStore>().find_by_username(username);
  if (!found) return no_such_user();
  tx.store<ConversationStore>().lock_all_of(found->id);
  const User before = TRY(lock_user(tx, username));
  if (since && before.suspended_at) return before;
  User user = tx.store<OperatorStore>().set_suspended(before.id, since);
  keep_admins_beside(tx, user.id);
  return user;
}

Result<User> suspend_now(Transaction& tx, const std::string& username, Time now) {
  User user = TRY(set_suspended(tx, username, now));
  end_all_sessions(tx, user.id, now);
  tx.store<OperatorStore>().note_change();
  return user;
}

Result<User> restore_now(Transaction& tx, const std::string& username) {
  User user = TRY(set_suspended(tx, username, std::nullopt));
  tx.store<OperatorStore>().note_change();
  return user;
}

Result<std::size_t> end_sessions_now(Transaction& tx, const std::string& username, std::optional<SessionId> session,
                                     Time now) {
  const User user = TRY(lock_user(tx, username));
  tx.store<OperatorStore>().note_change();
  if (!session) return end_all_sessions(tx, user.id, now);
  const std::vector<SessionId> active = active_sessions(tx, user.id);
  if (std::ranges::find(active, *session) == active.end()) {
    return fail(ErrorCode::not_found, "The user has no such session.");
  }
  end_sessions(tx, user.id, std::span(&*session, 1), RevocationReason::ended_by_operator, now);
  return 1;
}

// The tombstone names the author, because the operator is no user.
Result<void> delete_message_now(Transaction& tx, ConversationId id, Seq seq, Time now) {
  const std::optional<Conversation> conversation = tx.store<ConversationStore>().lock(id);
  if (!conversation) return no_such_conversation();
  const std::optional<Message> message = tx.store<MessageStore>().find(id, seq, Seq(1));
  if (!message) return fail(ErrorCode::not_found, "There is no such message.");
  if (message->deleted_at) return {};
  const Rev rev = tx.store<ConversationStore>().advance(id);
  const Message tombstone = tx.store<MessageStore>().erase(*message, message->sender, rev, now);
  announce_change(tx, id, rev, MessageDeleted{tombstone});
  tx.store<OperatorStore>().note_change();
  return {};
}

}  // namespace

Task<ResetLink> OperatorActions::create_user(Registration registration, UserRole role, std::chrono::hours link_life) {
  CO_TRY(check_names(registration));
  const NewUser wanted = new_user(std::move(registration), std::string(kNoPassword), clock_.now());
  ResetLink link =
      CO_TRY(co_await database_.write([wanted, role, expires_at = clock_.now() + link_life](Transaction& tx) {
        return create_now(tx, wanted, role, expires_at);
      }));
  record(SecurityCause::account_created, link.user.id);
  record(SecurityCause::reset_link_issued, link.user.id);
  co_return link;
}

Task<User> OperatorActions::grant(std::string username, UserRole role) {
  User user =
      CO_TRY(co_await database_.write([username, role](Transaction& tx) { return grant_now(tx, username, role); }));
  record(SecurityCause::role_changed, user.id);
  co_return user;
}

Task<User> OperatorActions::suspend(std::string username) {
  User user = CO_TRY(co_await database_.write(
      [username, now = clock_.now()](Transaction& tx) { return suspend_now(tx, username, now); }));
  record(SecurityCause::account_suspended_now, user.id);
  record(SecurityCause::sessions_ended_by_operator, user.id);
  co_return user;
}

Task<User> OperatorActions::restore(std::string username) {
  User user = CO_TRY(co_await database_.write([username](Transaction& tx) { return restore_now(tx, username); }));
  record(SecurityCause::account_restored, user.id);
  co_return user;
}

Task<ResetLink> OperatorActions::issue_reset_link(std::string username, std::chrono::hours link_life) {
  ResetLink link = CO_TRY(
      co_await database_.write([username, expires_at = clock_.now() + link_life](Transaction& tx) -> Result<ResetLink> {
        return issue_link(tx, TRY(lock_user(tx, username)), expires_at);
      }));
  record(SecurityCause::reset_link_issued, link.user.id);
  co_return link;
}

Task<std::vector<Session>> OperatorActions::sessions(std::string username) {
  return database_.read([username = std::move(username)](Transaction& tx) -> Result<std::vector<Session>> {
    const std::optional<User> user = tx.store<AccountStore>().find_by_username(username);
    if (!user) return no_such_user();
    return tx.store<SessionStore>().active(user->id);
  });
}

Task<std::size_t> OperatorActions::end_sessions(std::string username, std::optional<SessionId> session) {
  const std::size_t ended = CO_TRY(co_await database_.write([username, session, now = clock_.now()](Transaction& tx) {
    return end_sessions_now(tx, username, session, now);
  }));
  record(SecurityCause::sessions_ended_by_operator);
  co_return ended;
}

Task<void> OperatorActions::delete_message(ConversationId conversation, Seq seq) {
  CO_TRY(co_await database_.write([conversation, seq, now = clock_.now()](
                                      Transaction& tx) { return delete_message_now(tx, conversation, seq, now); },
                                  lane_of(conversation)));
  record(SecurityCause::message_deleted);
  co_return Result<void>();
}

Task<void> OperatorActions::set_registration(bool open) {
  CO_TRY(co_await database_.write([open](Transaction& tx) -> Result<void> {
    tx.store<OperatorStore>().set_registration(open);
    tx.store<OperatorStore>().note_change();
    return {};
  }));
  record(open ? SecurityCause::registration_opened : SecurityCause::registration_closed_now);
  co_return Result<void>();
}

void OperatorActions::record(SecurityCause cause, std::optional<UserId> user) const {
  record_security(metrics_, cause, {.user = user, .actor = "operator"});
}

}  // namespace parley
