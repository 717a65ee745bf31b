// CLI11 parses the commands and flags. A command reads the configuration, does its work and returns the exit code.
#include <parley/app/command_line.hpp>

#include <exception>
#include <iostream>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include <parley/app/backends.hpp>
#include <parley/app/configuration.hpp>
#include <parley/app/health_check.hpp>
#include <parley/app/server.hpp>
#include <parley/app/version.hpp>
#include <parley/base/log.hpp>
#include <parley/store/factory.hpp>

#include "app/admin_command.hpp"
#include "app/configuration_flags.hpp"

namespace parley {
namespace {

constexpr milliseconds kHealthTimeout{2000};

constexpr const char* kFooter =
    "Configuration: a TOML file (--config or PARLEY_CONFIG), then PARLEY_* variables, then flags.\n"
    "`parleyd check-config --example` prints every key with its variable and its default.\n\n"
    "Exit codes: 0 success; 1 failure (could not start, not ready, migrations pending); 2 wrong usage or "
    "configuration.";

// Logging is set up before the server starts. finish() writes the last lines before the process ends.
int run_serve(const Configuration& configuration, bool migrate) {
  log::configure(configuration.log.level, configuration.log.format);
  const int code = serve(configuration, migrate);
  log::finish();
  return code;
}

int migrate_up(const Configuration& configuration) {
  const auto applied = migrate_database(configuration);
  if (!applied) return complain(applied.error().detail, kExitFailed);
  for (const std::string& name : *applied) std::cout << "applied " << name << '\n';
  if (applied->empty()) std::cout << "up to date\n";
  return kExitDone;
}

// Lists the migrations. With `check`, the exit code says whether any is pending.
int show_migrations(const Configuration& configuration, bool check) {
  const auto migrations = migration_status(configuration);
  if (!migrations) return complain(migrations.error().detail, kExitFailed);
  bool pending = false;
  for (const MigrationStatus& migration : *migrations) {
    std::cout << (migration.applied ? "applied " : "pending ") << migration.name << '\n';
    pending = pending || !migration.applied;
  }
  return check && pending ? kExitFailed : kExitDone;
}

int run_health_check(const std::string& url) {
  const auto healthy = check_health(url, kHealthTimeout);
  if (healthy) return kExitDone;
  const bool misused = healthy.error().code == ErrorCode::invalid_request;
  return complain(healthy.error().detail, misused ? kExitUsage : kExitFailed);
}

int print(const std::string& text) {
  std::cout << text << std::flush;
  return std::cout ? kExitDone : complain("cannot write to stdout", kExitFailed);
}

// Describes the commands and flags to CLI11, and runs the command that was parsed.
class CommandLine {
 public:
  CommandLine() {
    app_.footer(kFooter);
    app_.require_subcommand(0, 1);  // no command at all is reported below, with a better message than CLI11's
    app_.set_version_flag("--version", std::string(version()));
    serve_.add_flag("--migrate", migrate_first_,
                    "Apply pending migrations first; with the embedded database this is always done");
    migrate_
        .add_option("action", migrate_action_,
                    "up applies all pending migrations, status lists all, check fails if one is pending")
        ->check(CLI::IsMember({"up", "status", "check"}))
        ->capture_default_str();
    check_config_.add_flag("--example", print_example_,
                           "Print config/parley.toml, which explains every key and shows its default");
    health_check_.add_option("--url", health_url_, "The URL to ask, such as http://127.0.0.1:8080/readyz")
        ->type_name("URL");
  }

  int run(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      // CLI11 reports --help and --version in this way too.
      if (error.get_exit_code() == 0) return app_.exit(error);
      return complain(std::string(error.what()) + " (see parleyd --help)", kExitUsage);
    }
    return run_parsed();
  }

 private:
  int run_parsed() const {
    if (serve_.parsed()) return run_server();
    if (migrate_.parsed()) return run_migrate();
    if (check_config_.parsed()) return run_check_config();
    if (health_check_.parsed()) return run_health();
    if (openapi_.parsed()) return print(openapi_document() + '\n');
    if (asyncapi_.parsed()) return print(asyncapi_document() + '\n');
    if (admin_.parsed()) return admin_command_.run();
    if (version_.parsed()) return print(version_text());
    return complain("a command is needed, such as serve (see parleyd --help)", kExitUsage);
  }

  int run_server() const {
    return serve_flags_.with_configuration(
        [this](const Configuration& configuration) { return run_serve(configuration, migrate_first_); });
  }

  int run_migrate() const {
    return migrate_flags_.with_configuration([this](const Configuration& configuration) {
      if (migrate_action_ == "up") return migrate_up(configuration);
      return show_migrations(configuration, migrate_action_ == "check");
    });
  }

  int run_check_config() const {
    if (print_example_) return print(example_configuration());
    return check_config_flags_.with_configuration(
        [](const Configuration& configuration) { return print(print_configuration(configuration)); });
  }

  int run_health() const {
    if (!health_url_.empty()) return run_health_check(health_url_);
    return health_check_flags_.with_configuration(
        [](const Configuration& configuration) { return run_health_check(health_url(configuration)); });
  }

  CLI::App app_{"parleyd, a self-hosted real-time chat server", "parleyd"};
  CLI::App& serve_ = *app_.add_subcommand("serve", "Run the server");
  CLI::App& migrate_ = *app_.add_subcommand("migrate", "Bring the database's schema up to date");
  CLI::App& check_config_ =
      *app_.add_subcommand("check-config", "Print the effective configuration, or every problem with it");
  CLI::App& health_check_ = *app_.add_subcommand("healthcheck", "Ask a running server whether it is ready");
  CLI::App& openapi_ = *app_.add_subcommand("openapi", "Print the OpenAPI description of the REST API");
  CLI::App& asyncapi_ = *app_.add_subcommand("asyncapi", "Print the AsyncAPI description of the WebSocket API");
  CLI::App& admin_ =
      *app_.add_subcommand("admin", "Manage accounts, sessions and registration beside the running server");
  CLI::App& version_ = *app_.add_subcommand("version", "Print the version, the compiler and the libraries");

  ConfigurationFlags serve_flags_{serve_};
  ConfigurationFlags migrate_flags_{migrate_};
  ConfigurationFlags check_config_flags_{check_config_};
  ConfigurationFlags health_check_flags_{health_check_};
  AdminCommand admin_command_{admin_};
  std::string migrate_action_ = "up";
  std::string health_url_;
  bool print_example_ = false;
  bool migrate_first_ = false;
};

}  // namespace

int run_command_line(int argc, const char* const* argv) {
  try {
    return CommandLine().run(argc, argv);
  } catch (const std::exception& error) {
    return complain(error.what(), kExitFailed);
  }
}

}  // namespace parley
