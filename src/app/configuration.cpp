// Merger reads the sources one after the other, the stronger one later. A problem does not stop it, so that the user
// sees all problems at once.
#include <parley/app/configuration.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include <parley/app/configuration_keys.hpp>
#include <parley/base/networks.hpp>

namespace parley {
namespace {

constexpr std::string_view kPrefix = "PARLEY_";
constexpr std::string_view kFileVariable = "PARLEY_CONFIG";
constexpr std::string_view kFileSuffix = "_FILE";
constexpr std::uintmax_t kMostFileBytes = 1024 * 1024;

std::size_t half_of_the_cores() { return std::max(std::thread::hardware_concurrency() / 2, 1U); }

// Returns the text without the line end with which a file that holds one value ends.
std::string_view without_line_end(std::string_view text) { return text.substr(0, text.find_last_not_of("\r\n") + 1); }

// Returns the content of a file, or what is wrong with it, to be put after the file's name.
std::expected<std::string, std::string> read_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return std::unexpected("is a folder");
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::unexpected(fmt::format("cannot be read: {}", std::generic_category().message(errno)));
  std::string text;
  text.resize(kMostFileBytes + 1);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kMostFileBytes) return std::unexpected("is larger than 1 MB");
  return text;
}

// Returns whether Kubernetes has set the variable. It describes each service of a namespace in the environment of every
// container. For a service named "parley" these are PARLEY_SERVICE_HOST, PARLEY_PORT=tcp://…,
// PARLEY_PORT_8080_TCP_ADDR and so on, which are not settings of Parley.
bool is_service_link(std::string_view name, std::string_view text) {
  if (text.starts_with("tcp://") || text.starts_with("udp://") || text.starts_with("sctp://")) return true;
  if (name.contains("_SERVICE_HOST") || name.contains("_SERVICE_PORT")) return true;
  const auto port = name.find("_PORT_");
  return port != name.npos && port + 6 < name.size() && name[port + 6] >= '0' && name[port + 6] <= '9';
}

// Merges the sources, the later ones over the earlier ones. It records every problem, and where each key was set last.
class Merger {
 public:
  void read_file_source(const std::string& path) {
    const auto text = read_file(path);
    if (!text) {
      problems_.push_back({"", path, text.error()});
      return;
    }
    ConfigurationFile file = parse_configuration_file(*text, path);
    for (auto& problem : file.problems) report(std::move(problem));
    for (const auto& entry : file.entries) set(*entry.key, entry.value, entry.place);
  }

  // Reads the variables. A secret that is set both directly and through a file is a problem, since either could be
  // wrong.
  void read_environment(const std::vector<ConfigurationSources::Setting>& variables) {
    for (const auto& variable : variables) read_variable(variable);
    const auto is_set = [&](const std::string& name) {
      return std::ranges::find(variables, name, &ConfigurationSources::Setting::name) != variables.end();
    };
    for (const ConfigurationKey& key : configuration_keys()) {
      if (key.secret && is_set(variable_of(key)) && is_set(file_variable_of(key))) {
        report({std::string(key.name), variable_of(key), fmt::format("is set by {} as well", file_variable_of(key))});
      }
    }
  }

  void read_flag(const ConfigurationSources::Setting& flag) {
    if (const ConfigurationKey* key = find_configuration_key(flag.name)) {
      set_text(*key, flag.text, flag.place);
    } else {
      problems_.push_back({flag.name, flag.place, unknown_name_detail(flag.name, key_names())});
    }
  }

  // These check the rules that concern more than one key.
  void check_limits() {
    const Limits& limits = configuration_.limits;
    check_relation(limits.silence_timeout > limits.heartbeat_interval, "limits.silence_timeout_seconds",
                   "limits.heartbeat_interval_seconds", "must be above limits.heartbeat_interval_seconds");
    // A character takes at most four bytes in UTF-8. The 512 bytes are for the request around the message.
    const std::size_t message_bytes = 4 * limits.message_chars + 512;
    check_relation(limits.frame_bytes >= message_bytes, "limits.frame_bytes", "limits.message_chars",
                   fmt::format("must be at least {}, to hold a message of limits.message_chars", message_bytes));
    check_relation(limits.body_bytes >= message_bytes, "limits.body_bytes", "limits.message_chars",
                   fmt::format("must be at least {}, to hold a message of limits.message_chars", message_bytes));
    // One client may have an eighth of the bytes that have arrived in part (base/byte_budget.hpp).
    check_relation(limits.unread_body_bytes >= 8 * limits.body_bytes, "limits.unread_body_bytes", "limits.body_bytes",
                   "must be at least eight times limits.body_bytes");
    check_relation(limits.outbound_bytes >= 2 * limits.sync_bytes, "limits.outbound_bytes", "limits.sync_bytes",
                   "must be at least twice limits.sync_bytes");
  }

  void check_backends() {
    const bool serves_many = configuration_.store.kind == StoreKind::postgres;
    check_relation(!serves_many || !configuration_.store.postgres.url.empty(), "store.postgres.url", "store.kind",
                   "must be set if store.kind is postgres");
    check_relation(!serves_many || !configuration_.auth.keys.empty(), "auth.keys", "store.kind",
                   "must be set if store.kind is postgres, with the same value on every node");
    check_relation(configuration_.bus.kind != BusKind::redis || !configuration_.bus.redis.urls.empty(),
                   "bus.redis.urls", "bus.kind", "must name a server if bus.kind is redis");
    if (configuration_.server.trusted_links) return;
    check_relation(!serves_many || is_protected_link(configuration_.store.postgres), "store.postgres.url",
                   "server.trusted_links",
                   "names another machine, so it must have sslmode=verify-full or verify-ca; or set "
                   "server.trusted_links if nobody else can read or change what passes on the way there");
    check_relation(configuration_.bus.kind != BusKind::redis ||
                       std::ranges::all_of(configuration_.bus.redis.urls, is_protected_redis_link),
                   "bus.redis.urls", "server.trusted_links",
                   "names another machine, and the link is not encrypted: use a TLS tunnel on this machine, or set "
                   "server.trusted_links if nobody else can read or change what passes on the way there");
  }

  void check_development() {
    check_relation(!configuration_.dev.enabled || is_this_machine(configuration_.server.address) ||
                       !configuration_.dev.networks.empty(),
                   "dev.enabled", "server.address",
                   "must be false if server.address is not a loopback address and dev.networks is empty, because "
                   "others could sign in as any user");
  }

  std::expected<Configuration, std::vector<ConfigurationProblem>> take() {
    if (!problems_.empty()) return std::unexpected(std::move(problems_));
    configuration_.metrics.is_chosen = places_.contains("metrics.address") || places_.contains("metrics.port");
    return std::move(configuration_);
  }

 private:
  static std::vector<std::string> key_names() {
    std::vector<std::string> names;
    for (const ConfigurationKey& key : configuration_keys()) names.emplace_back(key.name);
    return names;
  }

  static std::vector<std::string> variable_names() {
    std::vector<std::string> names{std::string(kFileVariable)};
    for (const ConfigurationKey& key : configuration_keys()) {
      names.push_back(variable_of(key));
      if (key.secret) names.push_back(file_variable_of(key));
    }
    return names;
  }

  void read_variable(const ConfigurationSources::Setting& variable) {
    for (const ConfigurationKey& key : configuration_keys()) {
      const std::string name = variable_of(key);
      if (variable.name == name) return set_text(key, variable.text, variable.place);
      if (key.secret && variable.name == file_variable_of(key)) return set_from_file(key, variable);
    }
    problems_.push_back({variable.name, "environment", unknown_name_detail(variable.name, variable_names())});
  }

  static std::string file_variable_of(const ConfigurationKey& key) {
    return variable_of(key) + std::string(kFileSuffix);
  }

  void set_text(const ConfigurationKey& key, std::string_view text, const std::string& place) {
    if (const auto value = parse_configuration_text(key, text)) {
      set(key, *value, place);
    } else {
      const std::string shown = key.secret ? "" : fmt::format(", not \"{}\"", text);
      report({std::string(key.name), place, fmt::format("must be {}{}", expectation(key), shown)});
    }
  }

  void set_from_file(const ConfigurationKey& key, const ConfigurationSources::Setting& variable) {
    if (const auto text = read_file(variable.text)) {
      set_text(key, without_line_end(*text), variable.place);
    } else {
      report({std::string(key.name), variable.place, fmt::format("file {} {}", variable.text, text.error())});
    }
  }

  // Sets a key to a value of its type, or reports why the value is not valid.
  void set(const ConfigurationKey& key, const ConfigurationValue& value, const std::string& place) {
    places_[key.name] = place;
    if (auto fault = configuration_fault(key, value)) {
      report({std::string(key.name), place, std::move(*fault)});
    } else {
      key.set(configuration_, value);
    }
  }

  void report(ConfigurationProblem problem) {
    faulty_.insert(problem.key);
    problems_.push_back(std::move(problem));
  }

  // A key with a refused value still has its default, so a relation with it is not checked.
  void check_relation(bool holds, std::string_view key, std::string_view other, std::string detail) {
    if (holds || faulty_.contains(key) || faulty_.contains(other)) return;
    const auto place = places_.contains(key) ? places_.find(key) : places_.find(other);
    report({std::string(key), place == places_.end() ? "defaults" : place->second, std::move(detail)});
  }

  Configuration configuration_;
  std::vector<ConfigurationProblem> problems_;
  std::map<std::string_view, std::string> places_;
  std::set<std::string, std::less<>> faulty_;
};

}  // namespace

std::size_t event_loop_count(const Configuration& configuration) {
  return configuration.server.threads > 0 ? configuration.server.threads : half_of_the_cores();
}

std::size_t bcrypt_thread_count(const Configuration& configuration) {
  return configuration.auth.bcrypt_threads > 0 ? configuration.auth.bcrypt_threads : half_of_the_cores();
}

std::string signing_key_path(const Configuration& configuration) {
  return std::filesystem::path(configuration.store.sqlite.path).replace_extension(".key").string();
}

std::string describe(const ConfigurationProblem& problem) {
  return problem.key.empty() ? fmt::format("{}: {}", problem.place, problem.detail)
                             : fmt::format("{}: {} {}", problem.place, problem.key, problem.detail);
}

std::vector<ConfigurationSources::Setting> configuration_variables(const char* const* environment) {
  std::vector<ConfigurationSources::Setting> variables;
  for (; *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    const auto equals = entry.find('=');
    const std::string_view name = entry.substr(0, equals);
    if (equals == entry.npos || !name.starts_with(kPrefix) || name == kFileVariable) continue;
    const std::string_view text = entry.substr(equals + 1);
    if (is_service_link(name, text)) continue;
    variables.push_back({std::string(name), std::string(text), std::string(name)});
  }
  return variables;
}

std::expected<Configuration, std::vector<ConfigurationProblem>> read_configuration(
    const ConfigurationSources& sources) {
  // Later sources override earlier ones, so their order matters. Relations between keys are checked on the result.
  Merger merger;
  if (sources.file) merger.read_file_source(*sources.file);
  merger.read_environment(sources.environment);
  for (const auto& flag : sources.flags) merger.read_flag(flag);
  merger.check_limits();
  merger.check_backends();
  merger.check_development();
  return merger.take();
}

}  // namespace parley
