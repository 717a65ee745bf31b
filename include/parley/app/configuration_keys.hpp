// Defines the table of configuration keys. The file, the environment, the flags, the printed configuration and the
// example file all follow from it. A new key is a field in Configuration and an entry in
// src/app/configuration_keys.cpp. Immutable; any thread.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <parley/app/configuration.hpp>

namespace parley {

enum class ConfigurationType { boolean, integer, number, text, choice, text_list, signing_keys };

// The value of a key: bool for boolean, string for text and choice, and double for integer and number. A double holds
// the integers exactly, since all of them are far below 2^53.
using ConfigurationValue = std::variant<bool, double, std::string, std::vector<std::string>, std::vector<SigningKey>>;

// A rule that a text must satisfy.
struct TextRule {
  std::string_view expected;  // completes "must be …": "an IP address"
  bool (*holds)(std::string_view text);
};

struct ConfigurationKey {
  std::string_view name;         // "store.sqlite.path"
  std::string_view description;  // one or more sentences
  ConfigurationType type = ConfigurationType::text;
  double least = 0;  // bounds for integer and number
  double most = 0;
  std::vector<std::string_view> choices = {};
  bool secret = false;
  std::function<ConfigurationValue(const Configuration&)> get = {};
  // REQUIRES: configuration_fault() accepts the value.
  std::function<void(Configuration&, const ConfigurationValue&)> set = {};
  // The rule for a text, or for each text of a list. It is null for the other types.
  const TextRule* rule = nullptr;
};

// Returns all keys in the order of the example file. The keys of one section are adjacent.
std::span<const ConfigurationKey> configuration_keys();
// Returns the key of that name, or null.
const ConfigurationKey* find_configuration_key(std::string_view name);

// For the key server.port, these return "server" and "port".
std::string_view section_of(const ConfigurationKey& key);
std::string_view last_name_of(const ConfigurationKey& key);

// Returns the variable that sets the key, such as PARLEY_STORE_SQLITE_PATH for store.sqlite.path. For a secret key, the
// variable with _FILE appended to its name may name a file that contains the value, as container orchestrators provide.
std::string variable_of(const ConfigurationKey& key);

// Returns a description of the values that the key accepts: "an integer from 0 to 65535".
std::string expectation(const ConfigurationKey& key);

// Reads the text of a flag or variable. The elements of a list are separated by commas or newlines; a signing key is
// id:secret. Returns nothing if the text does not have the key's type.
std::optional<ConfigurationValue> parse_configuration_text(const ConfigurationKey& key, std::string_view text);

// Checks a value. Returns what it must be instead, or nothing if it is valid.
// REQUIRES: the value has the key's type.
std::optional<std::string> configuration_fault(const ConfigurationKey& key, const ConfigurationValue& value);

// Returns the value as TOML, and "***" for a secret.
std::string print_configuration_value(const ConfigurationKey& key, const ConfigurationValue& value);

// Returns the problem with a name that is not one of the known names: "is not known; did you mean server.port?"
std::string unknown_name_detail(std::string_view name, std::span<const std::string> known);

// The content of a TOML file: the values of its keys, and the problems in it.
struct ConfigurationFile {
  struct Entry {
    const ConfigurationKey* key = nullptr;
    ConfigurationValue value;
    std::string place;
  };
  std::vector<Entry> entries;
  std::vector<ConfigurationProblem> problems;
};

// Reads TOML. `name` is the file's name in problems. Each value has its key's type, but is not checked further.
ConfigurationFile parse_configuration_file(std::string_view text, std::string_view name);

}  // namespace parley
