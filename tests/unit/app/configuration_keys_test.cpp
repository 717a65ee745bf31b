#include <parley/app/configuration_keys.hpp>

#include <array>
#include <bit>
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "support/temporary_folder.hpp"

namespace parley {
namespace {

// A valid value other than the default, written as a flag or variable and as TOML.
struct Sample {
  std::string text;
  std::string toml;
};

Sample sample_of(const ConfigurationKey& key) {
  const ConfigurationValue now = key.get(Configuration{});
  switch (key.type) {
    case ConfigurationType::boolean: {
      const std::string other = std::get<bool>(now) ? "false" : "true";
      return {other, other};
    }
    case ConfigurationType::integer: {
      const double value = std::get<double>(now);
      const std::string other = fmt::format("{}", value + 1 <= key.most ? value + 1 : value - 1);
      return {other, other};
    }
    case ConfigurationType::number: {
      const std::string other = fmt::format("{}", std::get<double>(now) + 0.5);
      return {other, other};
    }
    case ConfigurationType::choice: {
      const std::string other(key.choices.back());
      return {other, '"' + other + '"'};
    }
    case ConfigurationType::text: {
      static const std::map<std::string_view, std::string> special = {{"server.address", "::1"},
                                                                      {"metrics.address", "::1"},
                                                                      {"server.public_url", "https://chat.example"},
                                                                      {"store.postgres.url", "postgresql:///parley"}};
      const auto found = special.find(key.name);
      const std::string other = found == special.end() ? "something/else" : found->second;
      return {other, '"' + other + '"'};
    }
    case ConfigurationType::text_list:
      if (key.name == "server.host_names") return {"chat.internal,chat", R"(["chat.internal", "chat"])"};
      if (key.name == "server.trusted_proxies" || key.name == "dev.networks")
        return {"10.0.0.0/8,::1", R"(["10.0.0.0/8", "::1"])"};
      if (key.name == "bus.redis.urls")
        return {"redis://a.example,redis://b.example:7000/1", R"(["redis://a.example", "redis://b.example:7000/1"])"};
      return {"https://a.example,http://b.example:81", R"(["https://a.example", "http://b.example:81"])"};
    case ConfigurationType::signing_keys: {
      const std::string secret(32, 's');
      return {"k1:" + secret, fmt::format(R"([{{ id = "k1", secret = "{}" }}])", secret)};
    }
  }
  return {};
}

// Adds the settings that some values require, such as the address of a PostgreSQL server.
ConfigurationSources with_what_it_needs(const ConfigurationKey& key, ConfigurationSources sources) {
  if (key.name == "store.kind") {
    sources.flags.push_back({"store.postgres.url", "postgresql:///parley", "--set"});
    sources.flags.push_back({"auth.keys", "k1:" + std::string(32, 's'), "--set"});
  }
  if (key.name == "bus.kind") sources.flags.push_back({"bus.redis.urls", "redis://localhost", "--set"});
  return sources;
}

// Reads the sources and expects the sample's value, which differs from the default if the key has other values.
void expect_sample(const ConfigurationKey& key, const ConfigurationSources& sources) {
  const auto configuration = read_configuration(with_what_it_needs(key, sources));
  ASSERT_TRUE(configuration) << describe(configuration.error().front());
  const std::string value = print_configuration_value(key, key.get(*configuration));
  EXPECT_EQ(value, print_configuration_value(key, *parse_configuration_text(key, sample_of(key).text))) << key.name;
  const bool has_another = key.type != ConfigurationType::choice || key.choices.size() > 1;
  if (has_another) {
    EXPECT_NE(value, print_configuration_value(key, key.get(Configuration{}))) << key.name;
  }
}

TEST(ConfigurationKeys, each_can_be_set_in_the_file) {
  const testing::TemporaryFolder folder;
  for (const ConfigurationKey& key : configuration_keys()) {
    std::ofstream(folder.file("f.toml")) << fmt::format("[{}]\n{} = {}\n", section_of(key), last_name_of(key),
                                                        sample_of(key).toml);
    expect_sample(key, {.file = folder.file("f.toml"), .environment = {}, .flags = {}});
  }
}

TEST(ConfigurationKeys, each_can_be_set_in_the_environment) {
  for (const ConfigurationKey& key : configuration_keys()) {
    const std::string name = variable_of(key);
    expect_sample(key, {.file = {}, .environment = {{name, sample_of(key).text, name}}, .flags = {}});
  }
}

TEST(ConfigurationKeys, each_can_be_set_by_a_flag) {
  for (const ConfigurationKey& key : configuration_keys()) {
    expect_sample(key,
                  {.file = {}, .environment = {}, .flags = {{std::string(key.name), sample_of(key).text, "--set"}}});
  }
}

TEST(ConfigurationKeys, each_has_a_name_and_a_variable_of_its_own_and_a_description) {
  std::set<std::string> names;
  for (const ConfigurationKey& key : configuration_keys()) {
    EXPECT_TRUE(names.insert(std::string(key.name)).second) << key.name;
    EXPECT_TRUE(names.insert(variable_of(key)).second) << key.name;
    EXPECT_TRUE(key.description.ends_with('.')) << key.name;
  }
  EXPECT_EQ(variable_of(*find_configuration_key("store.sqlite.path")), "PARLEY_STORE_SQLITE_PATH");
}

TEST(ConfigurationKeys, the_keys_of_a_section_stand_together) {
  std::set<std::string_view> left;
  std::string_view section;
  for (const ConfigurationKey& key : configuration_keys()) {
    if (section == section_of(key)) continue;
    EXPECT_FALSE(left.contains(section_of(key))) << key.name;
    left.insert(section);
    section = section_of(key);
  }
}

TEST(ConfigurationKeys, each_default_is_good) {
  const Configuration defaults;
  for (const ConfigurationKey& key : configuration_keys()) {
    EXPECT_EQ(configuration_fault(key, key.get(defaults)), std::nullopt) << key.name;
  }
}

TEST(ConfigurationKeys, each_bound_is_kept) {
  for (const ConfigurationKey& key : configuration_keys()) {
    if (key.type != ConfigurationType::integer && key.type != ConfigurationType::number) continue;
    EXPECT_FALSE(configuration_fault(key, key.least)) << key.name;
    EXPECT_FALSE(configuration_fault(key, key.most)) << key.name;
    EXPECT_TRUE(configuration_fault(key, key.least - 1)) << key.name;
    EXPECT_TRUE(configuration_fault(key, key.most + 1)) << key.name;
    Configuration configuration;
    key.set(configuration, key.most);
    EXPECT_EQ(std::get<double>(key.get(configuration)), key.most) << key.name << " is cut";
  }
}

TEST(ConfigurationKeys, every_limit_has_one) {
  // All members of Limits have eight bytes. If no key changes one of these words, a limit cannot be configured.
  using Words = std::array<std::uint64_t, sizeof(Limits) / sizeof(std::uint64_t)>;
  Configuration changed;
  for (const ConfigurationKey& key : configuration_keys()) {
    if (section_of(key) == "limits") key.set(changed, *parse_configuration_text(key, sample_of(key).text));
  }
  const auto before = std::bit_cast<Words>(Limits{});
  const auto after = std::bit_cast<Words>(changed.limits);
  for (std::size_t word = 0; word < before.size(); ++word) EXPECT_NE(before[word], after[word]) << "member " << word;
}

TEST(ConfigurationKeys, any_text_is_refused_or_becomes_a_value_that_prints_as_toml_and_reads_back) {
  const auto keys = configuration_keys();
  EXPECT_TRUE(rc::check([&] {
    const ConfigurationKey& key = keys[*rc::gen::inRange<std::size_t>(0, keys.size())];
    const auto printable = rc::gen::oneOf(rc::gen::inRange<char>(' ', '\x7F'), rc::gen::element('"', '\\', '\'', ','));
    const auto text = *rc::gen::container<std::string>(printable);
    const auto value = parse_configuration_text(key, text);
    if (!value || configuration_fault(key, *value) || key.secret) return;
    const std::string printed = print_configuration_value(key, *value);
    const auto file =
        parse_configuration_file(fmt::format("[{}]\n{} = {}\n", section_of(key), last_name_of(key), printed), "file");
    RC_ASSERT(file.problems.empty());
    RC_ASSERT(file.entries.size() == 1U);
    RC_ASSERT(file.entries[0].value == *value);
  }));
}

TEST(ConfigurationKeys, a_close_name_is_suggested_and_a_far_one_is_not) {
  const std::vector<std::string> known = {"server.port", "server.address"};
  EXPECT_EQ(unknown_name_detail("server.prt", known), "is not known; did you mean server.port?");
  EXPECT_EQ(unknown_name_detail("something.else", known), "is not known");
  EXPECT_EQ(unknown_name_detail(std::string(100'000, 'x'), known), "is not known");
}

TEST(ConfigurationKeys, numbers_are_read_as_a_whole_or_not_at_all) {
  const ConfigurationKey& port = *find_configuration_key("server.port");
  for (const char* const text : {"", " 80", "80 ", "0x50", "8o", "nan", "inf", "1e999", "+80", "--80"}) {
    EXPECT_FALSE(parse_configuration_text(port, text)) << text;
  }
}

TEST(ConfigurationKeys, origins_addresses_and_networks_are_distinguished_from_similar_texts) {
  const auto good = [](std::string_view key, std::string_view text) {
    const ConfigurationKey& found = *find_configuration_key(key);
    return !configuration_fault(found, *parse_configuration_text(found, text));
  };
  for (const char* const text : {"https://a.example", "http://localhost:5173", "http://[::1]:80"}) {
    EXPECT_TRUE(good("server.allowed_origins", text)) << text;
  }
  for (const char* const text : {"*", "null", "a.example", "https://", "https://a.example/", "ftp://a.example",
                                 "https://u@a.example", "https://a.example?q", "https://a.example:99999"}) {
    EXPECT_FALSE(good("server.allowed_origins", text)) << text;
  }
  for (const char* const text : {"10.0.0.1", "10.0.0.0/8", "fd00::/8", "::1"}) {
    EXPECT_TRUE(good("server.trusted_proxies", text)) << text;
  }
  for (const char* const text : {"10.0.0.0/33", "10.0.0", "proxy.example", "::/129", "10.0.0.0/"}) {
    EXPECT_FALSE(good("server.trusted_proxies", text)) << text;
  }
  EXPECT_FALSE(good("server.address", "localhost"));
  EXPECT_FALSE(good("server.address", ""));
  EXPECT_TRUE(good("server.public_url", ""));
  EXPECT_FALSE(good("store.sqlite.path", ""));
  EXPECT_FALSE(good("auth.issuer", ""));
}

}  // namespace
}  // namespace parley
