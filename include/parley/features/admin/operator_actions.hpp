// What the operator may do: `parleyd admin` calls these functions, beside the nodes that run. Every change is counted
// in the database, and the nodes notice that (OperatorWatch). The command line owns the object; its calls run on one
// loop.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <parley/base/metrics.hpp>
#include <parley/base/security_log.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/user.hpp>
#include <parley/features/sign_in/types.hpp>
#include <parley/store/database.hpp>

namespace parley {

// A one-time link with which a user sets a password.
struct ResetLink {
  User user;
  std::string token;
  Time expires_at;
};

// A user after an action.
struct UserOutcome {
  User user;
  bool has_changed = false;  // false if the action found everything as it asks for
};

// A user is named by the username, in upper or lower case. Every function that takes one may fail with not_found. What
// changes something is recorded as a security event of the operator; what changes nothing is not.
class OperatorActions {
 public:
  OperatorActions(Database& database, const Clock& clock, Metrics& metrics)
      : database_(database), clock_(clock), metrics_(metrics) {}

  // Adds an account without a password. Errors: invalid_request, username_taken.
  Task<ResetLink> create_user(Registration registration, UserRole role, std::chrono::hours link_life);
  // Gives the user another role. Errors: forbidden (the account is closed).
  Task<UserOutcome> grant(std::string username, UserRole role);
  // Ends all sessions of the user, who cannot sign in until restore() is called. The account stays a member everywhere,
  // and keeps its role. A group whose last active admin it was gets another one. Errors of both: forbidden (the account
  // is closed).
  Task<UserOutcome> suspend(std::string username);
  Task<UserOutcome> restore(std::string username);
  // Errors: forbidden (the account is closed).
  Task<ResetLink> issue_reset_link(std::string username, std::chrono::hours link_life);

  // Returns the sessions that have not ended, the newest first.
  Task<std::vector<Session>> sessions(std::string username);
  // Ends one session, or all of them. Returns how many ended.
  Task<std::size_t> end_sessions(std::string username, std::optional<SessionId> session);
  // Deletes a message of anybody. Returns false if it was deleted before. Errors: not_found.
  Task<bool> delete_message(ConversationId conversation, Seq seq);
  // From now on, the configuration of the nodes does not decide about registration any more.
  Task<void> set_registration(bool open);

 private:
  void record(SecurityCause cause, SecurityFacts facts = {}) const;
  void record_end(UserId user, const std::vector<SessionId>& sessions) const;

  Database& database_;
  const Clock& clock_;
  Metrics& metrics_;
};

}  // namespace parley
