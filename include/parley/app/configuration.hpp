// Holds the server's configuration as plain values. It is read once at the start from a file, the environment and
// flags; each overrides the ones before. The keys are defined in one table (configuration_keys.hpp). The composition
// root owns the configuration, which does not change after it was read; any thread.
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

// Each member has a key of the same path, such as server.port, which src/app/configuration_keys.cpp explains. The
// values here are the defaults.
struct Configuration {
  struct Server {
    // The default is the loopback interface, because a server that someone just tries out should not be reachable from
    // the network. A container sets 0.0.0.0.
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::size_t threads = 0;
    // The default is less than the ten seconds after which Docker kills a container.
    seconds drain{8};
    std::vector<std::string> allowed_origins;
    std::vector<std::string> trusted_proxies;
    std::string public_url;
    std::vector<std::string> host_names;
    bool trusted_links = false;
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
    bool keep_on_devices = true;
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
    std::vector<std::string> networks;
  };

  // The internal port, for the operator's programs.
  struct InternalPort {
    bool enabled = true;
    std::string address = "127.0.0.1";
    std::uint16_t port = 9090;
    // Whether the address or the port is configured, and not the default. The server starts without a default port that
    // is taken, so that two nodes can run on one machine.
    bool is_chosen = false;
  };

  Server server;
  Store store;
  Bus bus;
  Auth auth;
  SearchIndex search;
  WebSocket websocket;
  Logging log;
  Development dev;
  InternalPort metrics;
  Limits limits;
};

// These return server.threads and auth.bcrypt_threads. They replace 0 by half of the machine's cores, but at least one.
std::size_t event_loop_count(const Configuration& configuration);
std::size_t bcrypt_thread_count(const Configuration& configuration);

// Returns the path of the signing key that belongs to the embedded database, next to the database's file, such as
// data/parley.key.
std::string signing_key_path(const Configuration& configuration);

struct ConfigurationProblem {
  std::string key;  // "server.port", or empty if the file itself cannot be read
  std::string place;  // "parley.toml:12", "PARLEY_SERVER_PORT", "--set"
  std::string detail;  // "must be an integer from 0 to 65535, not 70000"
  friend bool operator==(const ConfigurationProblem&, const ConfigurationProblem&) = default;
};

// Returns the problem as one line: "parley.toml:12: server.port must be an integer from 0 to 65535, not 70000".
std::string describe(const ConfigurationProblem& problem);

struct ConfigurationSources {
  struct Setting {
    std::string name;  // name of a key for flags, of a variable for the environment
    std::string text;
    std::string place;  // the source that a problem with this setting names
  };

  std::optional<std::string> file;  // path of a TOML file
  std::vector<Setting> environment;
  std::vector<Setting> flags;
};

// Returns the variables that configure Parley. Their names start with PARLEY_. PARLEY_CONFIG, which names the file, and
// variables that Kubernetes adds for a service named "parley" are not among them.
// REQUIRES: `environment` is an array of NAME=value that ends with null, as `environ` is.
std::vector<ConfigurationSources::Setting> configuration_variables(const char* const* environment);

// Reads all sources and returns the configuration, or every problem rather than only the first. The texts of the
// problems never contain a secret.
std::expected<Configuration, std::vector<ConfigurationProblem>> read_configuration(const ConfigurationSources& sources);

// Returns the effective values as TOML, with "***" for each secret.
std::string print_configuration(const Configuration& configuration);

// Returns the content of config/parley.toml: every key with its description, its bounds, its variable and its default.
std::string example_configuration();

}  // namespace parley
