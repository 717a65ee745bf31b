#include <charconv>
#include <exception>
#include <iostream>
#include <map>
#include <optional>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include <parley/app/backends.hpp>
#include <parley/app/command_line.hpp>
#include <parley/base/log.hpp>

#include "app/admin_command.hpp"

namespace parley {
namespace {

const std::map<std::string, UserRole> kRoles = {
    {"user", UserRole::user}, {"agent", UserRole::agent}, {"admin", UserRole::admin}, {"customer", UserRole::customer}};

constexpr int kLongestLinkHours = 24 * 7;

// Refuses what is no number of a message. An empty text accepts it.
std::string fault_in_message_number(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size() && number > 0;
  return is_number ? "" : "The number of a message is a whole number from 1 on.";
}

// Runs the task on a loop of its own until it is done.
Result<std::string> run_to_end(Task<std::string> task) {
  asio::io_context loop(1);
  Result<std::string> result = fail(ErrorCode::internal, "The action did not end.");
  asio::co_spawn(loop.get_executor(), std::move(task),
                 [&result](const std::exception_ptr& exception, Result<std::string> done) {
                   if (exception) std::rethrow_exception(exception);
                   result = std::move(done);
                 });
  loop.run();
  return result;
}

// The token is in the fragment, which browsers do not send, so that no log on the way has it.
std::string describe(const ResetLink& link, const Configuration& configuration) {
  const Configuration::Server& server = configuration.server;
  const bool is_known = !server.public_url.empty();
  const std::string url = is_known ? server.public_url : fmt::format("http://localhost:{}", server.port);
  return fmt::format("user {} {}\nlink {}/reset#{}\nvalid until {}, once\n{}", link.user.username, link.user.id.text(),
                     url, link.token, format_time(link.expires_at),
                     is_known ? "" : "server.public_url is not set: if the user has another address, put that first\n");
}

std::string describe(const std::vector<Session>& sessions) {
  std::string text;
  for (const Session& session : sessions) {
    text += fmt::format("{}  since {}  seen {}  {}  {}\n", session.id.text(), format_time(session.created_at),
                        format_time(session.last_seen_at), session.address, session.user_agent);
  }
  return text.empty() ? "no sessions\n" : text;
}

Result<std::optional<SessionId>> read_session(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto session = SessionId::parse(text);
  if (!session) return fail(ErrorCode::invalid_request, "--session must be an id that `sessions list` shows.");
  return session;
}

}  // namespace

AdminCommand::AdminCommand(CLI::App& command)
    : create_user_(*command.add_subcommand("create-user", "Add an account, and print a link to set its password")),
      grant_(*command.add_subcommand("grant", "Give a user another role")),
      suspend_(*command.add_subcommand("suspend", "End a user's sessions, and refuse further sign-ins")),
      unsuspend_(*command.add_subcommand("unsuspend", "Let a suspended user sign in again")),
      reset_password_(*command.add_subcommand("reset-password", "Print a one-time link to set a new password")),
      sessions_(*command.add_subcommand("sessions", "List or end a user's sessions")),
      sessions_list_(*sessions_.add_subcommand("list", "List the sessions")),
      sessions_end_(*sessions_.add_subcommand("end", "End one session, or all")),
      delete_message_(*command.add_subcommand("delete-message", "Delete a message of anybody")),
      registration_(*command.add_subcommand("registration", "Open or close registration on all nodes")),
      flags_(command) {
  // The flags of the configuration may stand behind the action, too.
  command.require_subcommand(1);
  sessions_.require_subcommand(1);
  for (CLI::App* const action : command.get_subcommands({})) action->fallthrough();
  for (CLI::App* const action : sessions_.get_subcommands({})) action->fallthrough();
  for (CLI::App* const action :
       {&create_user_, &grant_, &suspend_, &unsuspend_, &reset_password_, &sessions_list_, &sessions_end_}) {
    action->add_option("username", username_, "The user")->required();
  }
  grant_.add_option("role", role_, "user, agent, admin or customer")->required()->check(CLI::IsMember(kRoles));
  create_user_.add_option("--role", role_, "user, agent, admin or customer")->check(CLI::IsMember(kRoles));
  create_user_.add_option("--display-name", display_name_, "The name to show");
  create_user_.add_option("--email", email_, "The e-mail address");
  for (CLI::App* const action : {&create_user_, &reset_password_}) {
    action->add_option("--hours", hours_, "How long the link is good")
        ->check(CLI::Range(1, kLongestLinkHours))
        ->capture_default_str();
  }
  sessions_end_.add_option("--session", session_, "The id of the session; without it, all end");
  delete_message_.add_option("conversation", conversation_, "The id of the conversation")->required();
  delete_message_.add_option("seq", seq_, "The number of the message in it")
      ->required()
      ->check(fault_in_message_number);
  registration_.add_option("choice", choice_, "open or closed")->required()->check(CLI::IsMember({"open", "closed"}));
}

int AdminCommand::run() const {
  return flags_.with_configuration([this](const Configuration& configuration) {
    log::configure(configuration.log.level, configuration.log.format);
    const auto database = open_database_beside(configuration);
    if (!database) return complain(database.error().detail, kExitFailed);
    Metrics metrics;
    const SystemClock clock;
    OperatorActions actions(**database, clock, metrics);
    const Result<std::string> done = run_to_end(perform(actions, configuration));
    log::finish();
    if (!done) {
      complain(done.error().detail, kExitFailed);
      for (const FieldError& fault : done.error().fields) complain(fault.field + ": " + fault.detail, kExitFailed);
      return kExitFailed;
    }
    std::cout << *done << std::flush;
    return kExitDone;
  });
}

Task<std::string> AdminCommand::perform(OperatorActions& actions, const Configuration& configuration) const {
  if (create_user_.parsed()) {
    Registration registration{username_, "", display_name_, std::nullopt};
    if (!email_.empty()) registration.email = email_;
    const auto link =
        CO_TRY(co_await actions.create_user(std::move(registration), kRoles.at(role_), std::chrono::hours(hours_)));
    co_return describe(link, configuration);
  }
  if (reset_password_.parsed()) {
    co_return describe(CO_TRY(co_await actions.issue_reset_link(username_, std::chrono::hours(hours_))), configuration);
  }
  if (grant_.parsed()) {
    const auto [user, has_changed] = CO_TRY(co_await actions.grant(username_, kRoles.at(role_)));
    co_return fmt::format("{} is {} {}\n", user.username, role_, has_changed ? "now" : "already");
  }
  if (suspend_.parsed()) {
    const auto [user, has_changed] = CO_TRY(co_await actions.suspend(username_));
    co_return fmt::format("{} is suspended{}\n", user.username, has_changed ? "" : " already");
  }
  if (unsuspend_.parsed()) {
    const auto [user, has_changed] = CO_TRY(co_await actions.restore(username_));
    co_return fmt::format("{} {}\n", user.username, has_changed ? "can sign in again" : "was not suspended");
  }
  if (sessions_.parsed()) co_return co_await perform_on_sessions(actions);
  if (delete_message_.parsed()) {
    const auto conversation = ConversationId::parse(conversation_);
    if (!conversation) co_return fail(ErrorCode::invalid_request, "The conversation must be an id.");
    const bool has_changed = CO_TRY(co_await actions.delete_message(*conversation, Seq(seq_)));
    co_return std::string(has_changed ? "the message is deleted\n" : "the message was deleted before\n");
  }
  CO_TRY(co_await actions.set_registration(choice_ == "open"));
  co_return fmt::format("registration is {}\n", choice_);
}

Task<std::string> AdminCommand::perform_on_sessions(OperatorActions& actions) const {
  if (sessions_list_.parsed()) co_return describe(CO_TRY(co_await actions.sessions(username_)));
  const auto session = CO_TRY(read_session(session_));
  const std::size_t ended = CO_TRY(co_await actions.end_sessions(username_, session));
  co_return fmt::format("{} sessions have ended\n", ended);
}

}  // namespace parley
