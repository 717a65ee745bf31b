// `parleyd admin`: reads the action and its arguments, and does it beside the running server. Used on the main thread.
#pragma once

#include <cstdint>
#include <string>

#include <CLI/App.hpp>

#include <parley/app/configuration.hpp>
#include <parley/features/admin/operator_actions.hpp>

#include "app/configuration_flags.hpp"

namespace parley {

class AdminCommand {
 public:
  // Adds the actions to the command.
  explicit AdminCommand(CLI::App& command);

  // Does what was parsed and returns the exit code.
  int run() const;

 private:
  Task<std::string> perform(OperatorActions& actions, const Configuration& configuration) const;
  Task<std::string> perform_on_sessions(OperatorActions& actions) const;

  CLI::App& create_user_;
  CLI::App& grant_;
  CLI::App& suspend_;
  CLI::App& unsuspend_;
  CLI::App& reset_password_;
  CLI::App& sessions_;
  CLI::App& sessions_list_;
  CLI::App& sessions_end_;
  CLI::App& delete_message_;
  CLI::App& registration_;
  ConfigurationFlags flags_;

  std::string username_;
  std::string display_name_;
  std::string email_;
  std::string role_ = "user";
  std::string session_;
  std::string conversation_;
  std::string choice_;
  std::int64_t seq_ = 0;
  int hours_ = 24;
};

}  // namespace parley
