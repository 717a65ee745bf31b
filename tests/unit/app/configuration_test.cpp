#include <parley/app/configuration.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/app/configuration_keys.hpp>

#include "support/temporary_folder.hpp"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

const std::string kSecretA(40, 'a');
const std::string kSecretB(40, 'b');

class ConfigurationTest : public ::testing::Test {
 protected:
  std::string write(const std::string& name, std::string_view text) {
    const std::string path = folder.file(name);
    std::ofstream(path) << text;
    return path;
  }

  void file(std::string_view text) { sources.file = write("parley.toml", text); }
  void variable(const std::string& name, const std::string& text) { sources.environment.push_back({name, text, name}); }
  void flag(const std::string& name, const std::string& text) { sources.flags.push_back({name, text, "--set"}); }

  Configuration read() {
    auto read = read_configuration(sources);
    if (!read) ADD_FAILURE() << describe(read.error().front());
    return read.value_or(Configuration{});
  }

  // Returns the problems as "place: key detail", without the folder of the file.
  std::vector<std::string> problems() {
    const auto read = read_configuration(sources);
    std::vector<std::string> texts;
    if (read) return texts;
    for (const auto& problem : read.error()) {
      std::string text = describe(problem);
      if (const auto at = text.find(folder.file("")); at != text.npos) text.erase(at, folder.file("").size());
      texts.push_back(text);
    }
    return texts;
  }

  testing::TemporaryFolder folder;
  ConfigurationSources sources;
};

TEST_F(ConfigurationTest, nothing_given_is_the_defaults) {
  const Configuration configuration = read();
  EXPECT_EQ(configuration.server.address, "127.0.0.1");
  EXPECT_EQ(configuration.server.port, 8080);
  EXPECT_EQ(configuration.auth.access_token_life, std::chrono::minutes(15));
  EXPECT_EQ(configuration.limits.message_chars, 4000U);
  EXPECT_EQ(signing_key_path(configuration), "data/parley.key");
}

TEST_F(ConfigurationTest, the_environment_overrides_the_file_and_flags_override_both) {
  file("[server]\nport = 1\nthreads = 1\naddress = \"10.0.0.1\"\n");
  variable("PARLEY_SERVER_THREADS", "2");
  variable("PARLEY_SERVER_ADDRESS", "10.0.0.2");
  flag("server.address", "10.0.0.3");
  const Configuration configuration = read();
  EXPECT_EQ(configuration.server.port, 1);
  EXPECT_EQ(configuration.server.threads, 2U);
  EXPECT_EQ(configuration.server.address, "10.0.0.3");
}

TEST_F(ConfigurationTest, a_file_may_use_dotted_keys_and_tables_alike) {
  file("store.sqlite.path = \"a.db\"\n[[auth.keys]]\nid = \"one\"\nsecret = \"" + kSecretA +
       "\"\n[[auth.keys]]\nid = \"two\"\nsecret = \"" + kSecretB + "\"\n");
  const Configuration configuration = read();
  EXPECT_EQ(configuration.store.sqlite.path, "a.db");
  ASSERT_THAT(configuration.auth.keys, SizeIs(2));
  EXPECT_EQ(configuration.auth.keys[0].id, "one");
  EXPECT_EQ(configuration.auth.keys[1].secret, kSecretB);
}

TEST_F(ConfigurationTest, every_problem_is_reported_with_its_key_and_its_place) {
  file(
      "[server]\n"
      "prot = 80\n"
      "port = \"80\"\n"
      "threads = 1000\n"
      "allowed_origins = [\"https://a.example/path\"]\n"
      "public_url = \"chat.example\"\n"
      "trusted_proxies = \"10.0.0.0/8\"\n"
      "[store]\n"
      "kind = \"mysql\"\n"
      "sqlite = 3\n"
      "[nothing]\n"
      "here = 1\n");
  variable("PARLEY_LOG_LEVEL", "loud");
  variable("PARLEY_LOG_LEVLE", "info");
  flag("dev.enabled", "yes");
  flag("auth.bcrypt_cost", "12.5");
  EXPECT_THAT(
      problems(),
      ::testing::UnorderedElementsAre(
          "parley.toml:2: server.prot is not known; did you mean server.port?",
          "parley.toml:3: server.port must be an integer from 0 to 65535, not a string",
          "parley.toml:4: server.threads must be an integer from 0 to 256, not 1000",
          "parley.toml:5: server.allowed_origins must be a list, each an origin such as https://app.example.org, "
          "without a path, not [\"https://a.example/path\"]",
          "parley.toml:6: server.public_url must be empty or a URL such as https://chat.example.org, without a path, "
          "not \"chat.example\"",
          "parley.toml:7: server.trusted_proxies must be a list, each an IP address or a network such as 10.0.0.0/8, "
          "not a string",
          "parley.toml:9: store.kind must be one of sqlite, postgres, not \"mysql\"",
          "parley.toml:10: store.sqlite must be a section ([store.sqlite]), not an integer",
          "parley.toml:11: nothing is not known",
          "PARLEY_LOG_LEVEL: log.level must be one of debug, info, warn, error, off, not \"loud\"",
          "environment: PARLEY_LOG_LEVLE is not known; did you mean PARLEY_LOG_LEVEL?",
          "--set: dev.enabled must be true or false, not \"yes\"",
          "--set: auth.bcrypt_cost must be an integer from 4 to 16, not 12.5"));
}

TEST_F(ConfigurationTest, a_file_that_is_no_toml_is_named_with_the_line) {
  file("[server]\nport = = 3\n");
  ASSERT_THAT(problems(), SizeIs(1));
  EXPECT_THAT(problems()[0], ::testing::StartsWith("parley.toml:2: "));
}

TEST_F(ConfigurationTest, a_file_that_cannot_be_read_is_named) {
  sources.file = folder.file("absent.toml");
  EXPECT_THAT(problems(), ElementsAre("absent.toml: cannot be read: No such file or directory"));
  sources.file = folder.file("");
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is a folder")));
}

TEST_F(ConfigurationTest, control_characters_are_refused_and_shown_harmlessly) {
  flag("auth.issuer", "a\x1b[2Jb");
  EXPECT_THAT(problems(),
              ElementsAre("--set: auth.issuer must be a text of 1 to 200 characters, not \"a\\u001B[2Jb\""));
}

TEST_F(ConfigurationTest, keys_that_contradict_each_other_are_refused) {
  flag("limits.silence_timeout_seconds", "25");
  flag("limits.message_chars", "100000");
  flag("limits.outbound_bytes", "262144");
  EXPECT_THAT(
      problems(),
      ElementsAre("--set: limits.silence_timeout_seconds must be above limits.heartbeat_interval_seconds",
                  "--set: limits.frame_bytes must be at least 400512, to hold a message of limits.message_chars",
                  "--set: limits.body_bytes must be at least 400512, to hold a message of limits.message_chars",
                  "--set: limits.outbound_bytes must be at least twice limits.sync_bytes"));
}

// Everything that a node with PostgreSQL and Redis needs besides their URLs.
class LinksTest : public ConfigurationTest {
 protected:
  bool starts(const std::string& database, const std::string& redis, bool trusted = false) {
    sources.flags.clear();
    flag("store.kind", "postgres");
    flag("store.postgres.url", database);
    flag("auth.keys", "one:" + kSecretA);
    flag("bus.kind", "redis");
    flag("bus.redis.urls", redis);
    if (trusted) flag("server.trusted_links", "true");
    return read_configuration(sources).has_value();
  }
  static constexpr auto kLocalDatabase = "postgresql://parley@127.0.0.1/parley";
  static constexpr auto kLocalRedis = "redis://127.0.0.1";
};

TEST_F(LinksTest, a_database_on_another_machine_needs_a_verified_certificate) {
  for (const std::string good :
       {"postgresql:///parley", "postgresql://localhost/parley", "postgresql://[::1]:5433/parley",
        "postgresql:///parley?host=/run/postgresql", "postgresql://127.0.0.1,localhost/parley",
        "postgresql://db.example.org/parley?sslmode=verify-full", "postgresql://10.0.0.1/parley?sslmode=verify-ca",
        "postgresql://db.example.org/parley?hostaddr=127.0.0.1"}) {
    EXPECT_TRUE(starts(good, kLocalRedis)) << good;
  }
  for (const std::string bad :
       {"postgresql://db.example.org/parley", "postgresql://10.0.0.1/parley?sslmode=require",
        "postgresql://db.example.org/parley?sslmode=prefer", "postgresql://localhost,db.example.org/parley",
        "postgresql:///parley?host=db.example.org", "postgresql://localhost/parley?hostaddr=10.0.0.1",
        "postgresql:///parley?service=elsewhere"}) {
    EXPECT_FALSE(starts(bad, kLocalRedis)) << bad;
    EXPECT_TRUE(starts(bad, kLocalRedis, true)) << bad;
  }
}

TEST_F(LinksTest, redis_is_on_this_machine_or_a_tunnel_begins_here) {
  for (const std::string good : {"redis://localhost", "redis://user:secret@[::1]:7000/1", "redis://127.0.0.1:6380"}) {
    EXPECT_TRUE(starts(kLocalDatabase, good)) << good;
  }
  for (const std::string bad : {"redis://redis.example.org", "redis://10.0.0.1:6379", "redis://127.0.0.1,redis://r"}) {
    EXPECT_FALSE(starts(kLocalDatabase, bad)) << bad;
    EXPECT_TRUE(starts(kLocalDatabase, bad, true)) << bad;
  }
}

TEST_F(LinksTest, the_refusal_says_what_to_do_and_repeats_no_password) {
  starts("postgresql://parley:sekret@db.example.org/parley", "redis://:sekret@redis.example.org");
  EXPECT_THAT(problems(),
              ElementsAre(::testing::AllOf(HasSubstr("store.postgres.url"), HasSubstr("sslmode=verify-full"),
                                           HasSubstr("server.trusted_links"), Not(HasSubstr("sekret"))),
                          ::testing::AllOf(HasSubstr("bus.redis.urls"), HasSubstr("tunnel"),
                                           HasSubstr("server.trusted_links"), Not(HasSubstr("sekret")))));
}

TEST_F(ConfigurationTest, signing_in_without_a_password_is_not_offered_to_other_machines_by_mistake) {
  const auto starts = [&](const std::string& address, const std::string& networks) {
    sources.flags.clear();
    flag("dev.enabled", "true");
    flag("server.address", address);
    if (!networks.empty()) flag("dev.networks", networks);
    return read_configuration(sources).has_value();
  };
  EXPECT_TRUE(starts("127.0.0.1", ""));
  EXPECT_TRUE(starts("::1", ""));
  for (const std::string address : {"0.0.0.0", "::", "192.0.2.1"}) {
    EXPECT_FALSE(starts(address, "")) << address;
    EXPECT_TRUE(starts(address, "172.16.0.0/12")) << address;
  }
}

TEST_F(ConfigurationTest, a_refused_value_causes_no_second_problem) {
  flag("limits.heartbeat_interval_seconds", "30");
  flag("limits.silence_timeout_seconds", "none");
  EXPECT_THAT(problems(), ElementsAre("--set: limits.silence_timeout_seconds must be an integer from 2 to 3600, not "
                                      "\"none\""));
}

TEST_F(ConfigurationTest, a_secret_can_be_read_from_a_file) {
  variable("PARLEY_AUTH_KEYS_FILE", write("keys", "new:" + kSecretA + "\nold:" + kSecretB + "\n"));
  const Configuration configuration = read();
  ASSERT_THAT(configuration.auth.keys, SizeIs(2));
  EXPECT_EQ(configuration.auth.keys[0].id, "new");
  EXPECT_EQ(configuration.auth.keys[1].secret, kSecretB);
}

TEST_F(ConfigurationTest, a_secret_has_one_source_in_the_environment) {
  variable("PARLEY_AUTH_KEYS", "one:" + kSecretA);
  variable("PARLEY_AUTH_KEYS_FILE", write("keys", "two:" + kSecretB));
  EXPECT_THAT(problems(), ElementsAre("PARLEY_AUTH_KEYS: auth.keys is set by PARLEY_AUTH_KEYS_FILE as well"));
}

TEST_F(ConfigurationTest, only_secrets_are_read_from_files) {
  variable("PARLEY_SERVER_PORT_FILE", write("port", "80"));
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("PARLEY_SERVER_PORT_FILE is not known")));
}

TEST_F(ConfigurationTest, weak_or_doubled_signing_keys_are_refused_without_showing_them) {
  for (const std::string& keys :
       {std::string("a:short-but-still-sekret"), fmt::format("a b:{}", kSecretA), std::string("sekret"),
        fmt::format("a:{},a:{}", kSecretA, kSecretB), std::string("a:sekret sekret sekret sekret sekret sekret")}) {
    sources.flags.clear();
    flag("auth.keys", keys);
    EXPECT_THAT(problems(), ElementsAre(::testing::AllOf(HasSubstr("auth.keys"), Not(HasSubstr("sekret"))))) << keys;
  }
}

TEST_F(ConfigurationTest, printing_redacts_secrets_and_nothing_else) {
  flag("auth.keys", "current:" + kSecretA);
  flag("auth.issuer", R"(a "quoted" \ issuer)");
  const std::string printed = print_configuration(read());
  EXPECT_THAT(printed, HasSubstr(R"(keys = [{ id = "current", secret = "***" }])"));
  EXPECT_THAT(printed, HasSubstr(R"(issuer = "a \"quoted\" \\ issuer")"));
  EXPECT_THAT(printed, Not(HasSubstr(kSecretA)));
}

TEST_F(ConfigurationTest, what_is_printed_reads_back_as_the_same) {
  flag("server.allowed_origins", "https://a.example, http://localhost:5173");
  flag("limits.messages_per_second", "0.5");
  const std::string printed = print_configuration(read());
  sources = {};
  file(printed);
  EXPECT_EQ(print_configuration(read()), printed);
}

TEST_F(ConfigurationTest, the_example_holds_every_key_at_its_default) {
  const std::string example = example_configuration();
  file(example);
  EXPECT_EQ(print_configuration(read()), print_configuration(Configuration{}));
  for (const ConfigurationKey& key : configuration_keys()) {
    EXPECT_THAT(example, HasSubstr(variable_of(key) + ":")) << key.name;
    EXPECT_THAT(example, HasSubstr("\n" + std::string(last_name_of(key)) + " = ")) << key.name;
  }
}

TEST_F(ConfigurationTest, the_committed_example_is_the_generated_one) {
  std::ifstream committed(std::string(PARLEY_SOURCE_DIR) + "/config/parley.toml");
  const std::string text{std::istreambuf_iterator<char>(committed), {}};
  EXPECT_EQ(text, example_configuration()) << "parleyd check-config --example > config/parley.toml";
}

TEST_F(ConfigurationTest, the_environment_is_searched_for_our_variables_only) {
  const char* const environment[] = {"HOME=/root",           "PARLEY_SERVER_PORT=81",
                                     "PARLEY_CONFIG=x.toml", "PARLEYD_PATH=/usr/bin",
                                     "PARLEY_LOG_LEVEL=",    nullptr};
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& variable : configuration_variables(environment)) found.emplace_back(variable.name, variable.text);
  EXPECT_THAT(found, ElementsAre(std::pair("PARLEY_SERVER_PORT", "81"), std::pair("PARLEY_LOG_LEVEL", "")));
}

TEST_F(ConfigurationTest, what_kubernetes_adds_for_a_service_called_parley_is_no_setting) {
  const char* const environment[] = {"PARLEY_SERVICE_HOST=10.96.0.7",
                                     "PARLEY_SERVICE_PORT=8080",
                                     "PARLEY_SERVICE_PORT_HTTP=8080",
                                     "PARLEY_PORT=tcp://10.96.0.7:8080",
                                     "PARLEY_PORT_8080_TCP=tcp://10.96.0.7:8080",
                                     "PARLEY_PORT_8080_TCP_PROTO=tcp",
                                     "PARLEY_PORT_8080_TCP_PORT=8080",
                                     "PARLEY_PORT_8080_TCP_ADDR=10.96.0.7",
                                     "PARLEY_SERVER_PORT=tcp://10.96.0.7:8080",
                                     nullptr};
  EXPECT_THAT(configuration_variables(environment), SizeIs(0));
}

TEST_F(ConfigurationTest, no_key_looks_like_what_kubernetes_adds) {
  for (const ConfigurationKey& key : configuration_keys()) {
    const std::string entry = variable_of(key) + "=1";
    const char* const environment[] = {entry.c_str(), nullptr};
    EXPECT_THAT(configuration_variables(environment), SizeIs(1)) << key.name;
  }
}

TEST_F(ConfigurationTest, zero_threads_are_half_of_the_cores_and_at_least_one) {
  Configuration configuration;
  EXPECT_GE(event_loop_count(configuration), 1U);
  EXPECT_GE(bcrypt_thread_count(configuration), 1U);
  configuration.server.threads = 5;
  configuration.auth.bcrypt_threads = 3;
  EXPECT_EQ(event_loop_count(configuration), 5U);
  EXPECT_EQ(bcrypt_thread_count(configuration), 3U);
}

}  // namespace
}  // namespace parley
