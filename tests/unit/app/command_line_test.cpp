#include <parley/app/command_line.hpp>

#include <fstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/app/configuration.hpp>

#include "support/temporary_folder.hpp"

namespace parley {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

Outcome run(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv = {"parleyd"};
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.code = run_command_line(static_cast<int>(argv.size()), argv.data());
  outcome.out = ::testing::internal::GetCapturedStdout();
  outcome.err = ::testing::internal::GetCapturedStderr();
  return outcome;
}

TEST(CommandLine, wrong_usage_is_one_clear_line_and_exit_code_2) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"bogus"},
      {"serve", "extra"},
      {"serve", "--bogus"},
      {"serve", "--port"},
      {"check-config", "--set", "server.port"},
      {"migrate", "down"},
      {"version", "--port", "80"},
      {"healthcheck", "--url", "gopher://a.example"},
  };
  for (const auto& arguments : wrong) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, kExitUsage) << ::testing::PrintToString(arguments);
    EXPECT_THAT(outcome.err, StartsWith("parleyd: "));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(CommandLine, an_unknown_command_is_named) { EXPECT_THAT(run({"bogus"}).err, HasSubstr("bogus")); }

TEST(CommandLine, help_names_every_command_and_the_exit_codes) {
  const Outcome outcome = run({"--help"});
  EXPECT_EQ(outcome.code, kExitDone);
  for (const char* const word :
       {"serve", "migrate", "check-config", "healthcheck", "openapi", "asyncapi", "version", "Exit codes: 0 "}) {
    EXPECT_THAT(outcome.out, HasSubstr(word));
  }
}

TEST(CommandLine, version_names_what_was_built_of_what) {
  const Outcome outcome = run({"version"});
  EXPECT_EQ(outcome.code, kExitDone);
  for (const char* const word : {"parleyd " PARLEY_VERSION, "Boost 1.", "SQLite 3.", "OpenSSL 3."}) {
    EXPECT_THAT(outcome.out, HasSubstr(word));
  }
}

TEST(CommandLine, check_config_prints_what_is_in_force) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder.file("p.toml")) << "server.port = 9000\nserver.address = \"::1\"\nlog.level = \"warn\"\n";
  const Outcome outcome = run({"check-config", "--config", folder.file("p.toml"), "--port", "9001", "--data", "/d",
                               "--set", "log.level=debug", "-s", "dev.enabled=true"});
  EXPECT_EQ(outcome.code, kExitDone) << outcome.err;
  for (const char* const line : {"port = 9001\n", "address = \"::1\"\n", "path = \"/d/parley.db\"\n",
                                 "level = \"debug\"\n", "enabled = true\n"}) {
    EXPECT_THAT(outcome.out, HasSubstr(line));
  }
}

TEST(CommandLine, check_config_lists_every_problem_and_exits_with_2) {
  const Outcome outcome = run({"check-config", "--port", "http", "--address", "home", "--set", "server.bogus=1"});
  EXPECT_EQ(outcome.code, kExitUsage);
  EXPECT_THAT(outcome.err, HasSubstr("parleyd: --port: server.port must be"));
  EXPECT_THAT(outcome.err, HasSubstr("parleyd: --address: server.address must be"));
  EXPECT_THAT(outcome.err, HasSubstr("parleyd: --set: server.bogus is not known"));
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 3);
}

TEST(CommandLine, serve_does_not_start_with_a_wrong_configuration) {
  const Outcome outcome = run({"serve", "--port", "-1"});
  EXPECT_EQ(outcome.code, kExitUsage);
  EXPECT_THAT(outcome.err, HasSubstr("server.port"));
}

TEST(CommandLine, check_config_prints_the_documented_example) {
  const Outcome outcome = run({"check-config", "--example"});
  EXPECT_EQ(outcome.code, kExitDone);
  EXPECT_EQ(outcome.out, example_configuration());
}

TEST(CommandLine, a_server_that_is_not_there_is_not_healthy) {
  const Outcome outcome = run({"healthcheck", "--url", "http://127.0.0.1:1/readyz"});
  EXPECT_EQ(outcome.code, kExitFailed);
  EXPECT_THAT(outcome.err, HasSubstr("did not answer"));
}

TEST(CommandLine, migrations_are_pending_then_applied_then_done) {
  const testing::TemporaryFolder folder;
  const std::string data = folder.file("data");
  EXPECT_EQ(run({"migrate", "check", "--data", data}).code, kExitFailed);
  EXPECT_THAT(run({"migrate", "status", "--data", data}).out, StartsWith("pending 0001_"));
  const Outcome up = run({"migrate", "--data", data});
  EXPECT_EQ(up.code, kExitDone) << up.err;
  EXPECT_THAT(up.out, StartsWith("applied 0001_"));
  EXPECT_EQ(run({"migrate", "up", "--data", data}).out, "up to date\n");
  EXPECT_EQ(run({"migrate", "check", "--data", data}).code, kExitDone);
}

TEST(CommandLine, migrating_what_is_no_database_fails) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder.file("parley.db")) << "certainly not a database, and long enough to tell";
  const Outcome outcome = run({"migrate", "--data", folder.file("")});
  EXPECT_EQ(outcome.code, kExitFailed);
  EXPECT_THAT(outcome.err, StartsWith("parleyd: "));
}

}  // namespace
}  // namespace parley
