// The table of configuration keys. Reading the file, the environment and flags, printing, and the documented example
// are all derived from it: a new key is a field in Configuration and an entry here. Immutable; any thread.
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

// bool for boolean, double for integer and number (integers here are far below 2^53), string for text and choice.
using ConfigurationValue = std::variant<bool, double, std::string, std::vector<std::string>, std::vector<SigningKey>>;

struct TextRule {
  std::string_view expected;  // "an IP address"
  bool (*holds)(std::string_view text);
};

struct ConfigurationKey {
  std::string_view name;         // "store.sqlite.path"
  std::string_view description;  // sentences
  ConfigurationType type = ConfigurationType::text;
  double least = 0;  // of integer and number
  double most = 0;
  std::vector<std::string_view> choices = {};
  bool secret = false;
  std::function<ConfigurationValue(const Configuration&)> get = {};
  // The value has passed configuration_fault.
  std::function<void(Configuration&, const ConfigurationValue&)> set = {};
  // Of a text, and of each text of a list; null for the other types.
  const TextRule* rule = nullptr;
};

// In the order of the example file: keys of one section stand together.
std::span<const ConfigurationKey> configuration_keys();
const ConfigurationKey* find_configuration_key(std::string_view name);

// "server", "port"
std::string_view section_of(const ConfigurationKey& key);
std::string_view last_name_of(const ConfigurationKey& key);

// PARLEY_STORE_SQLITE_PATH for store.sqlite.path. A secret key can be read from the file that the variable with _FILE
// behind its name points to, as container orchestrators hand them over.
std::string variable_of(const ConfigurationKey& key);

// What the key takes: "an integer from 0 to 65535".
std::string expectation(const ConfigurationKey& key);

// Reads a flag's or a variable's text. The elements of a list are parted by commas or newlines; signing keys are
// id:secret. Nothing when the text is not of the key's type.
std::optional<ConfigurationValue> parse_configuration_text(const ConfigurationKey& key, std::string_view text);

// What the value, which is of the key's type, must be instead; nothing when it is good.
std::optional<std::string> configuration_fault(const ConfigurationKey& key, const ConfigurationValue& value);

// As TOML. Secrets become "***".
std::string print_configuration_value(const ConfigurationKey& key, const ConfigurationValue& value);

// What to say of a name that is none of the known ones: "is not known; did you mean server.port?"
std::string unknown_name_detail(std::string_view name, std::span<const std::string> known);

// One key's value as the TOML file has it.
struct ConfigurationFile {
  struct Entry {
    const ConfigurationKey* key = nullptr;
    ConfigurationValue value;
    std::string place;
  };
  std::vector<Entry> entries;
  std::vector<ConfigurationProblem> problems;
};

// Reads TOML; `name` is the file's name in problems. Values are of their key's type but not checked further.
ConfigurationFile parse_configuration_file(std::string_view text, std::string_view name);

}  // namespace parley
