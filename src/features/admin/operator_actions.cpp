#include <parley/features/admin/operator_actions.hpp>

#include <algorithm>

#include <fmt/format.h>

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
#include "core/store/rows.hpp"
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

// As lock_user(), for what means nothing for a closed account. Errors: also forbidden.
Result<User> lock_open_account(Transaction& tx, std::string_view username) {
  User user = TRY(lock_user(tx, username));
  if (user.deactivated_at) return fail(ErrorCode::forbidden, "This account is closed.");
  return user;
}

void announce_profile(Transaction& tx, const User& user) {
  announce(tx, UserEvent{user.id, user.rev, ProfileUpdated{user}});
}

std::string_view name_of(UserRole role) { return text_of(role); }

// Returns the sessions that it has ended.
std::vector<SessionId> end_all_sessions(Transaction& tx, UserId user, Time now) {
  std::vector<SessionId> active = active_sessions(tx, user);
  end_sessions(tx, user, active, RevocationReason::ended_by_operator, now);
  return active;
}

Result<ResetLink> issue_link(Transaction& tx, User user, Time expires_at) {
  std::string token = issue_reset_token(tx, user.id, expires_at);
  return ResetLink{std::move(user), std::move(token), expires_at};
}

Result<ResetLink> create_now(Transaction& tx, const NewUser& wanted, UserRole role, Time expires_at) {
  User user = TRY(add_user(tx, wanted));
  if (role != user.role) user = tx.store<OperatorStore>().set_role(user.id, role);
  tx.store<OperatorStore>().note_change();
  return issue_link(tx, std::move(user), expires_at);
}

// A user before and after an action, and the sessions that it has ended.
struct AccountChange {
  User before;
  User after;
  std::vector<SessionId> ended = {};
};

Result<AccountChange> grant_now(Transaction& tx, const std::string& username, UserRole role) {
  const User before = TRY(lock_open_account(tx, username));
  if (before.role == role) return AccountChange{before, before};
  const User after = tx.store<OperatorStore>().set_role(before.id, role);
  announce_profile(tx, after);
  tx.store<OperatorStore>().note_change();
  return AccountChange{before, after};
}

// Suspends the user from this time on, or restores the user. Groups get another admin if they need one. The
// conversations are locked before the row of the user, as every change of a membership does.
Result<AccountChange> set_suspended(Transaction& tx, std::string_view username, std::optional<Time> since) {
  const std::optional<User> found = tx.store<AccountStore>().find_by_username(username);
  if (!found) return no_such_user();
  tx.store<ConversationStore>().lock_all_of(found->id);
  const User before = TRY(lock_open_account(tx, username));
  if (before.suspended_at.has_value() == since.has_value()) return AccountChange{before, before};
  const User after = tx.store<OperatorStore>().set_suspended(before.id, since);
  keep_admins_beside(tx, after.id);
  tx.store<OperatorStore>().note_change();
  return AccountChange{before, after};
}

Result<AccountChange> suspend_now(Transaction& tx, const std::string& username, Time now) {
  AccountChange change = TRY(set_suspended(tx, username, now));
  change.ended = end_all_sessions(tx, change.after.id, now);
  if (!change.ended.empty()) tx.store<OperatorStore>().note_change();
  return change;
}

struct EndedSessions {
  UserId user;
  std::vector<SessionId> sessions;
};

Result<EndedSessions> end_sessions_now(Transaction& tx, const std::string& username, std::optional<SessionId> session,
                                       Time now) {
  const User user = TRY(lock_user(tx, username));
  std::vector<SessionId> ended = active_sessions(tx, user.id);
  if (session) {
    if (std::ranges::find(ended, *session) == ended.end()) {
      return fail(ErrorCode::not_found, "The user has no such session.");
    }
    ended = {*session};
  }
  if (ended.empty()) return EndedSessions{user.id, {}};
  end_sessions(tx, user.id, ended, RevocationReason::ended_by_operator, now);
  tx.store<OperatorStore>().note_change();
  return EndedSessions{user.id, std::move(ended)};
}

// Returns the author of the message, or nothing if it was deleted before. The tombstone names nobody, because the
// operator is no user.
Result<std::optional<UserId>> delete_message_now(Transaction& tx, ConversationId id, Seq seq, Time now) {
  const std::optional<Conversation> conversation = tx.store<ConversationStore>().lock(id);
  if (!conversation) return no_such_conversation();
  const std::optional<Message> message = tx.store<MessageStore>().find(id, seq, Seq(1));
  if (!message) return fail(ErrorCode::not_found, "There is no such message.");
  if (message->deleted_at) return std::nullopt;
  const Rev rev = tx.store<ConversationStore>().advance(id);
  const Message tombstone = tx.store<MessageStore>().erase(*message, message->sender, rev, now);
  announce_change(tx, id, rev, MessageDeleted{tombstone});
  tx.store<OperatorStore>().note_change();
  return message->sender;
}

// Returns whether the choice is a new one.
Result<bool> set_registration_now(Transaction& tx, bool open) {
  if (tx.store<OperatorStore>().state().registration_open == open) return false;
  tx.store<OperatorStore>().set_registration(open);
  tx.store<OperatorStore>().note_change();
  return true;
}

}  // namespace

Task<ResetLink> OperatorActions::create_user(Registration registration, UserRole role, std::chrono::hours link_life) {
  CO_TRY(check_names(registration));
  const NewUser wanted = new_user(std::move(registration), std::string(kNoPassword), clock_.now());
  ResetLink link =
      CO_TRY(co_await database_.write([wanted, role, expires_at = clock_.now() + link_life](Transaction& tx) {
        return create_now(tx, wanted, role, expires_at);
      }));
  record(SecurityCause::account_created, {.user = link.user.id, .detail = name_of(link.user.role)});
  record(SecurityCause::reset_link_issued, {.user = link.user.id});
  co_return link;
}

Task<UserOutcome> OperatorActions::grant(std::string username, UserRole role) {
  const AccountChange change =
      CO_TRY(co_await database_.write([username, role](Transaction& tx) { return grant_now(tx, username, role); }));
  const bool has_changed = change.after.rev != change.before.rev;
  const std::string detail = fmt::format("from {} to {}", name_of(change.before.role), name_of(change.after.role));
  if (has_changed) record(SecurityCause::role_changed, {.user = change.after.id, .detail = detail});
  co_return UserOutcome{change.after, has_changed};
}

Task<UserOutcome> OperatorActions::suspend(std::string username) {
  const AccountChange change = CO_TRY(co_await database_.write(
      [username, now = clock_.now()](Transaction& tx) { return suspend_now(tx, username, now); }));
  const bool has_changed = change.after.rev != change.before.rev;
  if (has_changed) record(SecurityCause::account_suspended_now, {.user = change.after.id});
  record_end(change.after.id, change.ended);
  co_return UserOutcome{change.after, has_changed};
}

Task<UserOutcome> OperatorActions::restore(std::string username) {
  const AccountChange change = CO_TRY(
      co_await database_.write([username](Transaction& tx) { return set_suspended(tx, username, std::nullopt); }));
  const bool has_changed = change.after.rev != change.before.rev;
  if (has_changed) record(SecurityCause::account_restored, {.user = change.after.id});
  co_return UserOutcome{change.after, has_changed};
}

Task<ResetLink> OperatorActions::issue_reset_link(std::string username, std::chrono::hours link_life) {
  ResetLink link = CO_TRY(
      co_await database_.write([username, expires_at = clock_.now() + link_life](Transaction& tx) -> Result<ResetLink> {
        return issue_link(tx, TRY(lock_open_account(tx, username)), expires_at);
      }));
  record(SecurityCause::reset_link_issued, {.user = link.user.id});
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
  const EndedSessions ended = CO_TRY(co_await database_.write([username, session, now = clock_.now()](Transaction& tx) {
    return end_sessions_now(tx, username, session, now);
  }));
  record_end(ended.user, ended.sessions);
  co_return ended.sessions.size();
}

Task<bool> OperatorActions::delete_message(ConversationId conversation, Seq seq) {
  const std::optional<UserId> author =
      CO_TRY(co_await database_.write([conversation, seq, now = clock_.now()](
                                          Transaction& tx) { return delete_message_now(tx, conversation, seq, now); },
                                      lane_of(conversation)));
  const std::string detail = fmt::format("conversation {} message {}", conversation.text(), seq.value());
  if (author) record(SecurityCause::message_deleted, {.user = author, .detail = detail});
  co_return author.has_value();
}

Task<void> OperatorActions::set_registration(bool open) {
  const bool has_changed =
      CO_TRY(co_await database_.write([open](Transaction& tx) { return set_registration_now(tx, open); }));
  if (has_changed) record(open ? SecurityCause::registration_opened : SecurityCause::registration_closed_now);
  co_return Result<void>();
}

void OperatorActions::record_end(UserId user, const std::vector<SessionId>& sessions) const {
  for (const SessionId session : sessions) {
    record(SecurityCause::sessions_ended_by_operator, {.user = user, .session = session});
  }
}

void OperatorActions::record(SecurityCause cause, SecurityFacts facts) const {
  facts.actor = "operator";
  record_security(metrics_, cause, facts);
}

}  // namespace parley
