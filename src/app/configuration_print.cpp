// Prints the configuration as TOML: the effective values, and the example with explanations.
#include <sstream>
#include <string>

#include <fmt/format.h>

#include <parley/app/configuration_keys.hpp>

namespace parley {
namespace {

constexpr std::size_t kColumns = 100;

constexpr std::string_view kPreface =
    "# Parley's configuration: every key with its default. Leave out the keys that you do not change.\n"
    "#\n"
    "#   parleyd serve --config parley.toml\n"
    "#   parleyd check-config --config parley.toml      prints every problem, or the effective values\n"
    "#\n"
    "# The environment overrides this file, and flags override both. Each key can be set by the variable\n"
    "# named above it and by --set, as in --set server.port=9000. There, the elements of a list are\n"
    "# separated by commas. Unknown keys and variables are errors. `parleyd check-config --example`\n"
    "# prints this file.\n";

// Breaks the text at spaces into comment lines.
std::string comment(std::string_view text) {
  std::string out;
  std::string line = "#";
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    if (line.size() + 1 + word.size() > kColumns && line.size() > 1) {
      out += line + '\n';
      line = "#";
    }
    line += ' ' + word;
  }
  return out + line + '\n';
}

std::string assignment(const ConfigurationKey& key, const Configuration& configuration) {
  return fmt::format("{} = {}\n", last_name_of(key), print_configuration_value(key, key.get(configuration)));
}

// Names the variables that set the key, and the values that it accepts.
std::string hint(const ConfigurationKey& key) {
  std::string out = comment(fmt::format("{}: {}.", variable_of(key), expectation(key)));
  if (key.secret) {
    const bool holds_keys = key.type == ConfigurationType::signing_keys;
    const std::string_view form = holds_keys ? ", as id:secret, one per line" : "";
    out += comment(fmt::format("{}_FILE: a file that contains the value{}.", variable_of(key), form));
  }
  return out;
}

// Prints every key with `print`, under the headers of the sections.
template <class Print>
std::string print_sections(Print print) {
  std::string out;
  std::string_view section;
  for (const ConfigurationKey& key : configuration_keys()) {
    if (section != section_of(key)) {
      section = section_of(key);
      out += fmt::format("{}[{}]\n", out.empty() ? "" : "\n", section);
    }
    out += print(key);
  }
  return out;
}

}  // namespace

std::string print_configuration(const Configuration& configuration) {
  return print_sections([&](const ConfigurationKey& key) { return assignment(key, configuration); });
}

std::string example_configuration() {
  const Configuration defaults;
  const auto print = [&](const ConfigurationKey& key) {
    return '\n' + comment(key.description) + hint(key) + assignment(key, defaults);
  };
  return fmt::format("{}\n{}", kPreface, print_sections(print));
}

}  // namespace parley
