#include <parley/protocol/cookie.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace parley {

std::string cookie_name(std::string_view name, bool secure) {
  return fmt::format("{}{}", secure ? "__Host-" : "", name);
}

std::string_view cookie_value(std::string_view header, std::string_view name) {
  std::string_view value;
  int found = 0;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.size() <= name.size() || !pair.starts_with(name) || pair[name.size()] != '=') continue;
    value = pair.substr(name.size() + 1);
    ++found;
  }
  return found == 1 ? value : std::string_view();
}

std::string set_cookie(std::string_view name, std::string_view value, seconds lifetime, bool secure) {
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", cookie_name(name, secure), value,
                     lifetime.count(), secure ? "; Secure" : "");
}

}  // namespace parley
