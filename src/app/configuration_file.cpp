// Reads the TOML file into entries of the table of keys. No other file includes toml++.
#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <parley/app/configuration_keys.hpp>

namespace parley {
namespace {

std::optional<ConfigurationValue> text_list_of(const toml::node& node) {
  const toml::array* array = node.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const toml::node& element : *array) {
    if (!element.is_string()) return std::nullopt;
    texts.push_back(element.as_string()->get());
  }
  return texts;
}

// Reads an array of tables { id = "…", secret = "…" } without further members.
std::optional<ConfigurationValue> signing_keys_of(const toml::node& node) {
  const toml::array* array = node.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<SigningKey> keys;
  for (const toml::node& element : *array) {
    const toml::table* table = element.as_table();
    if (table == nullptr || table->size() != 2) return std::nullopt;
    const auto id = (*table)["id"].value_exact<std::string>();
    const auto secret = (*table)["secret"].value_exact<std::string>();
    if (!id || !secret) return std::nullopt;
    keys.push_back({*id, *secret});
  }
  return keys;
}

// Returns the node's value if it has the key's type. An integer is accepted for a number, but not the other way round.
std::optional<ConfigurationValue> value_of(ConfigurationType type, const toml::node& node) {
  switch (type) {
    case ConfigurationType::boolean:
      if (const auto truth = node.value_exact<bool>()) return *truth;
      return std::nullopt;
    case ConfigurationType::integer:
      if (const auto integer = node.value_exact<std::int64_t>()) return static_cast<double>(*integer);
      return std::nullopt;
    case ConfigurationType::number:
      if (const auto integer = node.value_exact<std::int64_t>()) return static_cast<double>(*integer);
      if (const auto number = node.value_exact<double>()) return *number;
      return std::nullopt;
    case ConfigurationType::text:
    case ConfigurationType::choice:
      if (const auto text = node.value_exact<std::string>()) return *text;
      return std::nullopt;
    case ConfigurationType::text_list: return text_list_of(node);
    case ConfigurationType::signing_keys: return signing_keys_of(node);
  }
  return std::nullopt;
}

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::none: return "nothing";
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "an array";
    case toml::node_type::string: return "a string";
    case toml::node_type::integer: return "an integer";
    case toml::node_type::floating_point: return "a float";
    case toml::node_type::boolean: return "a boolean";
    case toml::node_type::date: return "a date";
    case toml::node_type::time: return "a time";
    case toml::node_type::date_time: return "a date and time";
  }
  return "something else";
}

// Walks through the tables of the file. Each name must be a key or a section of keys; everything else is a problem.
class Reader {
 public:
  explicit Reader(std::string_view file_name) : file_name_(file_name) {
    for (const ConfigurationKey& key : configuration_keys()) names_.emplace_back(key.name);
  }

  // Reads a table and, recursively, the tables in it. `section` is the name of the table, which is empty for the root.
  void read(const toml::table& table, const std::string& section) {
    for (const auto& [name, node] : table) {
      const std::string path = section.empty() ? std::string(name.str()) : fmt::format("{}.{}", section, name.str());
      const std::string where = place(name.source());
      if (const ConfigurationKey* key = find_configuration_key(path)) {
        read_value(*key, node, where);
      } else if (!is_section(path)) {
        file_.problems.push_back({path, where, unknown_name_detail(path, names_)});
      } else if (const toml::table* inner = node.as_table()) {
        read(*inner, path);
      } else {
        file_.problems.push_back({path, where, fmt::format("must be a section ([{}]), not {}", path, type_name(node))});
      }
    }
  }

  void fail(const toml::parse_error& error) {
    file_.problems.push_back({"", place(error.source()), std::string(error.description())});
  }

  ConfigurationFile take() { return std::move(file_); }

 private:
  void read_value(const ConfigurationKey& key, const toml::node& node, const std::string& where) {
    if (auto value = value_of(key.type, node)) {
      file_.entries.push_back({&key, std::move(*value), where});
    } else if (node.is_array()) {
      file_.problems.push_back({std::string(key.name), where, fmt::format("must be {}", expectation(key))});
    } else {
      file_.problems.push_back(
          {std::string(key.name), where, fmt::format("must be {}, not {}", expectation(key), type_name(node))});
    }
  }

  static bool is_section(std::string_view path) {
    const auto stands_in = [&](const ConfigurationKey& key) {
      return key.name.starts_with(path) && key.name.size() > path.size() && key.name[path.size()] == '.';
    };
    return std::ranges::any_of(configuration_keys(), stands_in);
  }

  std::string place(const toml::source_region& source) const {
    return fmt::format("{}:{}", file_name_, source.begin.line);
  }

  std::string_view file_name_;
  std::vector<std::string> names_;
  ConfigurationFile file_;
};

}  // namespace

ConfigurationFile parse_configuration_file(std::string_view text, std::string_view name) {
  Reader reader(name);
  try {
    reader.read(toml::parse(text), "");
  } catch (const toml::parse_error& error) {
    reader.fail(error);
  }
  return reader.take();
}

}  // namespace parley
