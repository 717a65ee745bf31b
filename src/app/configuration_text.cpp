// Reads a key's value from text, checks it and prints it.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <parley/app/configuration_keys.hpp>

namespace parley {
namespace {

constexpr std::string_view kRedacted = "***";
constexpr std::size_t kLeastSecret = 32;
constexpr std::size_t kMostSecret = 512;

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; }

bool is_letter_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// Returns the elements of a list, which are separated by commas or newlines, without the empty ones.
std::vector<std::string_view> elements(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(",\n"), text.size());
    if (const auto element = trimmed(text.substr(0, end)); !element.empty()) found.push_back(element);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::optional<ConfigurationValue> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<ConfigurationValue> parse_boolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<ConfigurationValue> parse_signing_keys(std::string_view text) {
  std::vector<SigningKey> keys;
  for (const std::string_view element : elements(text)) {
    const auto colon = element.find(':');
    if (colon == element.npos) return std::nullopt;
    keys.push_back({std::string(element.substr(0, colon)), std::string(element.substr(colon + 1))});
  }
  return keys;
}

bool is_signing_key_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char byte) {
    return is_letter_or_digit(byte) || byte == '-' || byte == '_' || byte == '.';
  });
}

// Returns whether the secret is valid. The permitted characters include hexadecimal, base64 and base64url; a comma or a
// newline is not permitted, because it would separate the elements of a list.
bool is_signing_secret(std::string_view secret) {
  return secret.size() >= kLeastSecret && secret.size() <= kMostSecret && std::ranges::all_of(secret, [](char byte) {
           return is_letter_or_digit(byte) || std::string_view("-_.~+/=").contains(byte);
         });
}

// Returns what is wrong with the keys, or nothing. The text may contain an id, but never a secret.
std::optional<std::string> fault_of_signing_keys(const std::vector<SigningKey>& keys) {
  std::set<std::string_view> ids;
  for (const SigningKey& key : keys) {
    if (!is_signing_key_id(key.id)) {
      return "must have ids of 1 to 64 letters, digits and - _ .";
    }
    if (!is_signing_secret(key.secret)) {
      return fmt::format("must have secrets of {} to {} letters, digits and - _ . ~ + / =; that of \"{}\" is not",
                         kLeastSecret, kMostSecret, key.id);
    }
    if (!ids.insert(key.id).second) return fmt::format("must have different ids, but \"{}\" is there twice", key.id);
  }
  return std::nullopt;
}

// Returns the text as a basic string of TOML (TOML 1.0, "String").
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') out += '\\';
    if (is_control(byte)) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned char>(byte));
    } else {
      out += byte;
    }
  }
  return out + '"';
}

bool is_good_text(const ConfigurationKey& key, const std::string& text) {
  return std::ranges::none_of(text, is_control) && key.rule->holds(text);
}

// Returns whether the value satisfies its key's bounds, choices or rule.
bool is_good(const ConfigurationKey& key, const ConfigurationValue& value) {
  switch (key.type) {
    case ConfigurationType::boolean: return true;
    case ConfigurationType::integer:
    case ConfigurationType::number: {
      const double number = std::get<double>(value);
      const bool whole = key.type == ConfigurationType::number || number == std::floor(number);
      return whole && number >= key.least && number <= key.most;
    }
    case ConfigurationType::text: return is_good_text(key, std::get<std::string>(value));
    case ConfigurationType::choice:
      return std::ranges::find(key.choices, std::get<std::string>(value)) != key.choices.end();
    case ConfigurationType::text_list:
      return std::ranges::all_of(std::get<std::vector<std::string>>(value),
                                 [&](const std::string& each) { return is_good_text(key, each); });
    case ConfigurationType::signing_keys: return !fault_of_signing_keys(std::get<std::vector<SigningKey>>(value));
  }
  return false;
}

// Returns the Levenshtein distance, computed row by row (Wagner and Fischer, "The String-to-String Correction Problem",
// 1974).
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t column = 0; column <= to.size(); ++column) row[column] = column;
  for (std::size_t line = 1; line <= from.size(); ++line) {
    std::size_t diagonal = std::exchange(row[0], line);
    for (std::size_t column = 1; column <= to.size(); ++column) {
      const std::size_t replaced = diagonal + (from[line - 1] == to[column - 1] ? 0 : 1);
      diagonal = row[column];
      row[column] = std::min({replaced, row[column] + 1, row[column - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string expectation(const ConfigurationKey& key) {
  switch (key.type) {
    case ConfigurationType::boolean: return "true or false";
    case ConfigurationType::integer: return fmt::format("an integer from {} to {}", key.least, key.most);
    case ConfigurationType::number: return fmt::format("a number from {} to {}", key.least, key.most);
    case ConfigurationType::choice: return fmt::format("one of {}", fmt::join(key.choices, ", "));
    case ConfigurationType::text: return std::string(key.rule->expected);
    case ConfigurationType::text_list: return fmt::format("a list, each {}", key.rule->expected);
    case ConfigurationType::signing_keys: return "a list of keys, each with an id and a secret";
  }
  return "";
}

std::optional<ConfigurationValue> parse_configuration_text(const ConfigurationKey& key, std::string_view text) {
  switch (key.type) {
    case ConfigurationType::boolean: return parse_boolean(text);
    case ConfigurationType::integer:
    case ConfigurationType::number: return parse_number(text);
    case ConfigurationType::text:
    case ConfigurationType::choice: return std::string(text);
    case ConfigurationType::text_list: {
      const auto found = elements(text);
      return std::vector<std::string>(found.begin(), found.end());
    }
    case ConfigurationType::signing_keys: return parse_signing_keys(text);
  }
  return std::nullopt;
}

std::optional<std::string> configuration_fault(const ConfigurationKey& key, const ConfigurationValue& value) {
  if (is_good(key, value)) return std::nullopt;
  if (key.type == ConfigurationType::signing_keys) {
    return fault_of_signing_keys(std::get<std::vector<SigningKey>>(value));
  }
  return fmt::format("must be {}, not {}", expectation(key), print_configuration_value(key, value));
}

std::string print_configuration_value(const ConfigurationKey& key, const ConfigurationValue& value) {
  const auto print_text = [&](std::string_view text) { return quoted(key.secret && !text.empty() ? kRedacted : text); };
  switch (key.type) {
    case ConfigurationType::boolean: return std::get<bool>(value) ? "true" : "false";
    case ConfigurationType::integer:
    case ConfigurationType::number: return fmt::format("{}", std::get<double>(value));
    case ConfigurationType::text:
    case ConfigurationType::choice: return print_text(std::get<std::string>(value));
    case ConfigurationType::text_list: {
      std::vector<std::string> printed;
      for (const auto& each : std::get<std::vector<std::string>>(value)) printed.push_back(print_text(each));
      return fmt::format("[{}]", fmt::join(printed, ", "));
    }
    case ConfigurationType::signing_keys: {
      std::vector<std::string> printed;
      for (const SigningKey& each : std::get<std::vector<SigningKey>>(value)) {
        printed.push_back(fmt::format("{{ id = {}, secret = {} }}", quoted(each.id), print_text(each.secret)));
      }
      return fmt::format("[{}]", fmt::join(printed, ", "));
    }
  }
  return "";
}

std::string unknown_name_detail(std::string_view name, std::span<const std::string> known) {
  // Four or more edits are too many for a misspelling. A long name is cut, so that comparing it stays cheap.
  constexpr std::size_t kFar = 4;
  const auto distance = [&](const std::string& each) { return edit_distance(name.substr(0, 100), each); };
  const auto closest = std::ranges::min_element(known, {}, distance);
  if (closest == known.end() || distance(*closest) >= kFar) return "is not known";
  return fmt::format("is not known; did you mean {}?", *closest);
}

}  // namespace parley
