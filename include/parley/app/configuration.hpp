// What an operator can say about the server: plain values, read once at start from a file, then the environment, then
// flags, each overriding the one before. The keys stand in one table (configuration_keys.hpp). Owned by the composition
// root, immutable after reading; any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/jwt.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/log.hpp>
#include <parley/bus/redis.hpp>
#include <parley/store/factory.hpp>

namespace parley {

enum class StoreKind { sqlite, postgres };
enum class BusKind { local, redis };
enum class RegistrationPolicy { open, closed };

struct Configuration {
  struct Server {
    // Loopback, because a server that was just tried out should not be on the network; a container sets 0.0.0.0.
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::size_t threads = 0;
    // Less than the ten seconds that Docker waits before it kills.
    seconds drain{8};
    std::vector<std::string> allowed_origins;
    std::vector<std::string> trusted_proxies;
    std::string public_url;
  };

  struct Store {
    StoreKind kind = StoreKind::sqlite;
    SqliteOptions sqlite{.path = "data/parley.db"};
    PostgresOptions postgres{};
  };

  struct Bus {
    BusKind kind = BusKind::local;
    RedisOptions redis{};
  };

  struct Auth {
    std::vector<SigningKey> keys;
    std::string issuer = "parley";
    std::string audience = "parley";
    std::chrono::minutes access_token_life{15};
    std::chrono::days refresh_token_life{30};
    std::size_t bcrypt_cost = 12;
    std::size_t bcrypt_threads = 0;
    std::size_t bcrypt_queue_limit = 64;
    bool query_token = false;
    RegistrationPolicy registration = RegistrationPolicy::open;
  };

  struct SearchIndex {
    seconds sweep_interval{120};
  };

  struct WebSocket {
    bool deflate = false;
  };

  struct Logging {
    log::Level level = log::Level::info;
    log::Format format = log::Format::automatic;
  };

  struct Development {
    bool enabled = false;
  };

  struct MetricsPage {
    bool enabled = true;
  };

  Server server;
  Store store;
  Bus bus;
  Auth auth;
  SearchIndex search;
  WebSocket websocket;
  Logging log;
  Development dev;
  MetricsPage metrics;
  Limits limits;
};

// server.threads and auth.bcrypt_threads with 0 resolved to half of the machine's cores, at least one.
std::size_t event_loop_count(const Configuration& configuration);
std::size_t bcrypt_thread_count(const Configuration& configuration);

// Where the embedded database's own signing key is kept: beside the database, as in data/parley.key.
std::string signing_key_path(const Configuration& configuration);

struct ConfigurationProblem {
  std::string key;  // "server.port"; empty where the file itself cannot be read
  std::string place;  // "parley.toml:12", "PARLEY_SERVER_PORT", "--set"
  std::string detail;  // "must be an integer from 0 to 65535, not 70000"
  friend bool operator==(const ConfigurationProblem&, const ConfigurationProblem&) = default;
};

// "parley.toml:12: server.port must be an integer from 0 to 65535, not 70000"
std::string describe(const ConfigurationProblem& problem);

struct ConfigurationSources {
  struct Setting {
    std::string name;  // a key for flags, a variable for the environment
    std::string text;
    std::string place;  // what a problem with it names
  };

  std::optional<std::string> file;  // path of a TOML file
  std::vector<Setting> environment;
  std::vector<Setting> flags;
};

// The variables that configure Parley: all whose name starts with PARLEY_, but PARLEY_CONFIG, which names the file, and
// what Kubernetes adds for a service of that name.
// `environment` is a null-terminated array of NAME=value, as `environ` is.
std::vector<ConfigurationSources::Setting> configuration_variables(const char* const* environment);

// Reads all sources and reports every problem, not only the first. The problems' texts never show a secret.
std::expected<Configuration, std::vector<ConfigurationProblem>> read_configuration(const ConfigurationSources& sources);

// The effective values as TOML, secrets as "***".
std::string print_configuration(const Configuration& configuration);

// config/parley.toml: every key with its description, its bounds, its variable and its default.
std::string example_configuration();

}  // namespace parley
