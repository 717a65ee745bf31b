#include <algorithm>
#include <fstream>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class CommandLineTest : public ServerTest {
 protected:
  // Runs `parleyd serve` on the test's folder.
  Finished serve(std::uint16_t port = 0) const {
    return run_parleyd({"serve", "--port", std::to_string(port), "--data", folder_.path().string()});
  }
  Finished migrate(const std::string& action) const {
    return run_parleyd({"migrate", action, "--data", folder_.path().string()});
  }
  static auto lines(const std::string& text) { return std::ranges::count(text, '\n'); }
  static bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

  TemporaryFolder folder_;
};

TEST_F(CommandLineTest, version_says_what_was_built) {
  const Finished finished = run_parleyd({"version"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_TRUE(has(finished.out, "parleyd")) << finished.out;
  EXPECT_EQ(finished.error, "");
}

TEST_F(CommandLineTest, a_wrong_command_or_flag_is_answered_with_one_line) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"sevre"}, {"serve", "--prot", "1"}, {"migrate", "down"}, {}}) {
    const Finished finished = run_parleyd(arguments);
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_EQ(finished.out, "");
    EXPECT_EQ(lines(finished.error), 1) << finished.error;
  }
}

TEST_F(CommandLineTest, a_bad_key_is_named_wherever_it_comes_from) {
  const Finished by_flag = run_parleyd({"check-config", "--set", "limits.mesage_chars=5"});
  EXPECT_EQ(by_flag.exit_code, 2);
  EXPECT_TRUE(has(by_flag.error, "limits.mesage_chars")) << by_flag.error;

  const Finished by_variable = run_parleyd({"check-config"}, {"PARLEY_SERVER_PORT=many"});
  EXPECT_EQ(by_variable.exit_code, 2);
  EXPECT_TRUE(has(by_variable.error, "PARLEY_SERVER_PORT")) << by_variable.error;

  const auto file = folder_.path() / "parley.toml";
  std::ofstream(file) << "[server]\nport = 70000\ncolour = \"red\"\n";
  const Finished by_file = run_parleyd({"serve", "--config", file.string()});
  EXPECT_EQ(by_file.exit_code, 2);
  EXPECT_TRUE(has(by_file.error, "server.port")) << by_file.error;
  EXPECT_TRUE(has(by_file.error, "server.colour")) << by_file.error;
}

TEST_F(CommandLineTest, a_good_configuration_is_printed_without_its_secrets) {
  const std::string secret = "secret-of-more-than-thirty-two-characters";
  const Finished finished = run_parleyd({"check-config"}, {"PARLEY_AUTH_KEYS=k1:" + secret, "PARLEY_SERVER_PORT=9123"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_TRUE(has(finished.out, "9123")) << finished.out;
  EXPECT_FALSE(has(finished.out, secret));
}

TEST_F(CommandLineTest, flags_override_variables_and_variables_the_file) {
  const auto file = folder_.path() / "parley.toml";
  std::ofstream(file) << "[limits]\nmessage_chars = 100\npage_items = 10\ngroup_members = 10\n";
  const Finished finished = run_parleyd({"check-config", "--config", file.string(), "--set", "limits.page_items=30"},
                                        {"PARLEY_LIMITS_PAGE_ITEMS=20", "PARLEY_LIMITS_GROUP_MEMBERS=20"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  for (const char* line : {"message_chars = 100", "page_items = 30", "group_members = 20"}) {
    EXPECT_TRUE(has(finished.out, line)) << line;
  }
}

TEST_F(CommandLineTest, a_database_is_migrated_once) {
  EXPECT_EQ(migrate("check").exit_code, 1);
  EXPECT_TRUE(has(migrate("status").out, "pending 0001_initial"));
  const Finished applied = migrate("up");
  EXPECT_EQ(applied.exit_code, 0) << applied.error;
  EXPECT_TRUE(has(applied.out, "applied 0001_initial"));
  EXPECT_EQ(migrate("check").exit_code, 0);
  EXPECT_TRUE(has(migrate("status").out, "applied 0001_initial"));
  EXPECT_EQ(migrate("up").out, "up to date\n");
}

TEST_F(CommandLineTest, everything_that_the_server_creates_is_closed_to_other_users) {
  if (chosen_deployment() != Deployment::embedded) GTEST_SKIP() << "the database is not embedded";
  person("ann");
  std::vector<std::filesystem::path> created{server().data()};
  for (const auto& entry : std::filesystem::directory_iterator(server().data())) created.push_back(entry.path());
  EXPECT_GE(created.size(), 4);
  for (const auto& path : created) {
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    EXPECT_EQ(std::filesystem::status(path).permissions() & others, std::filesystem::perms::none) << path;
  }
}

TEST_F(CommandLineTest, an_internal_port_that_is_configured_and_taken_is_a_reason_not_to_start) {
  const std::string taken = "metrics.port=" + std::to_string(server().internal_ports().front());
  const Finished finished = run_parleyd({"serve", "--port", "0", "--data", folder_.path().string(), "--set", taken});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_TRUE(has(finished.error, "Cannot listen on 127.0.0.1 port ")) << finished.error;
}

// Each of the two may find the port taken by another program of this machine.
TEST_F(CommandLineTest, two_servers_with_the_default_internal_port_run_side_by_side) {
  Node first(folder_.path() / "first", {});
  Node second(folder_.path() / "second", {});
  for (Node* const node : {&first, &second}) {
    node->use_default_internal_port();
    node->begin_start();
    node->wait_ready();
  }
  EXPECT_EQ(second.internal_port(), 0);
  EXPECT_TRUE(has(second.log(), "metrics.off")) << second.log();
  EXPECT_EQ(HttpClient(second.port()).get("/readyz").status, 200);
  for (Node* const node : {&first, &second}) {
    node->begin_stop();
    EXPECT_EQ(node->wait_stopped(), 0);
  }
}

TEST_F(CommandLineTest, the_documents_can_be_had_without_a_server) {
  EXPECT_EQ(Json::parse(run_parleyd({"openapi"}).out).at("openapi"), "3.1.0");
  EXPECT_EQ(Json::parse(run_parleyd({"asyncapi"}).out).at("asyncapi"), "3.1.0");
}

TEST_F(CommandLineTest, healthcheck_tells_a_server_that_is_ready_from_one_that_is_not_there) {
  const std::string url = "http://127.0.0.1:" + std::to_string(server().port()) + "/readyz";
  EXPECT_EQ(run_parleyd({"healthcheck", "--url", url}).exit_code, 0);
  EXPECT_EQ(run_parleyd({"healthcheck", "--port", std::to_string(server().port())}).exit_code, 0);
  server().stop();
  const Finished finished = run_parleyd({"healthcheck", "--url", url});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(lines(finished.error), 1) << finished.error;
}

TEST_F(CommandLineTest, a_damaged_database_is_refused_with_one_line_and_left_alone) {
  const auto file = folder_.path() / "parley.db";
  const std::string rubbish(8192, 'x');
  std::ofstream(file, std::ios::binary) << rubbish;
  const Finished finished = serve();
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(lines(finished.error), 1) << finished.error;
  EXPECT_TRUE(has(finished.error, "is not a SQLite database")) << finished.error;
  EXPECT_EQ(read_file(file), rubbish);
}

TEST_F(CommandLineTest, a_database_with_a_damaged_page_is_refused_and_not_served) {
  EXPECT_EQ(migrate("up").exit_code, 0);
  const auto file = folder_.path() / "parley.db";
  std::filesystem::resize_file(file, 4096);
  const Finished finished = serve();
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(lines(finished.error), 1) << finished.error;
}

TEST_F(CommandLineTest, a_port_in_use_is_refused_with_one_line) {
  const Finished finished = serve(server().port());
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(lines(finished.error), 1) << finished.error;
  EXPECT_TRUE(has(finished.error, "port " + std::to_string(server().port()))) << finished.error;
}

TEST_F(CommandLineTest, two_servers_on_one_folder_are_one_too_many) {
  const Finished second = run_parleyd({"serve", "--port", "0", "--data", server().data().string()});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_EQ(lines(second.error), 1) << second.error;
  EXPECT_TRUE(has(second.error, "another process serves it already")) << second.error;
  EXPECT_EQ(client().get("/readyz").status, 200);
}

TEST_F(CommandLineTest, development_mode_is_announced_loudly) {
  EXPECT_EQ(server().stop(), 0);
  ASSERT_EQ(server().log_lines("server.development").size(), 1);
  EXPECT_EQ(server().log_lines("server.development").at(0).at("level"), "warn");
}

TEST_F(CommandLineTest, development_mode_and_unprotected_links_keep_a_server_from_starting) {
  const auto refused = [](const std::vector<std::string>& settings, const std::string& key) {
    std::vector<std::string> arguments = {"serve"};
    for (const std::string& setting : settings) arguments.insert(arguments.end(), {"--set", setting});
    const Finished started = run_parleyd(arguments);
    EXPECT_NE(started.exit_code, 0);
    EXPECT_TRUE(has(started.error, key)) << started.error;
  };
  refused({"dev.enabled=true", "server.address=0.0.0.0"}, "dev.enabled");
  refused({"bus.kind=redis", "bus.redis.urls=redis://redis.example.org"}, "server.trusted_links");
  refused({"store.kind=postgres", "store.postgres.url=postgresql://parley@db.example.org/parley",
           "auth.keys=one:" + std::string(32, 's')},
          "server.trusted_links");
}

TEST_F(CommandLineTest, log_lines_are_json_with_a_time_a_level_and_an_event) {
  person("ann");
  EXPECT_EQ(server().stop(), 0);
  EXPECT_EQ(server().log_lines("server.ready").size(), 1);
  EXPECT_EQ(server().log_lines("server.stopped").size(), 1);
  for (const Json& line : server().log_lines("server.ready")) {
    EXPECT_TRUE(line.contains("time"));
    EXPECT_EQ(line.at("level"), "info");
  }
}

}  // namespace
}  // namespace parley::e2e
