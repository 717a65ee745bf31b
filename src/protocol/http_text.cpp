#include <parley/protocol/http_text.hpp>

#include <algorithm>
#include <charconv>

namespace parley {
namespace {

constexpr char to_lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

// An element of Accept or Accept-Encoding: a name, and whether its weight is above 0 ("gzip;q=0" forbids gzip).
struct Preference {
  std::string_view name;
  bool is_allowed;
};

Preference parse_preference(std::string_view element) {
  const auto end = element.find(';');
  if (end == std::string_view::npos) return {element, true};
  const std::string_view weight = trim(element.substr(end + 1));
  const bool is_nothing = weight.starts_with("q=0") && weight.find_first_not_of("0.", 2) == std::string_view::npos;
  return {trim(element.substr(0, end)), !is_nothing};
}

}  // namespace

bool is_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_character); }

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && text.size() <= 5 && port <= 65'535;
}

bool has_control(std::string_view text) { return std::ranges::any_of(text, is_control); }

bool same_token(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, to_lower, to_lower);
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> elements;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    if (const auto element = trim(text.substr(0, comma)); !element.empty()) elements.push_back(element);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return elements;
}

bool accepts(std::string_view list, std::string_view wanted) {
  return std::ranges::any_of(split_list(list), [&](std::string_view element) {
    const Preference preference = parse_preference(element);
    return preference.is_allowed && same_token(preference.name, wanted);
  });
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (authorization.size() <= kScheme.size() || !same_token(authorization.substr(0, kScheme.size()), kScheme))
    return {};
  return authorization.substr(kScheme.size());
}

}  // namespace parley
