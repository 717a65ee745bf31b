#include <parley/net/origin_policy.hpp>

#include <algorithm>
#include <array>

#include <parley/protocol/http_text.hpp>

namespace parley {
namespace {

struct Scheme {
  std::string_view prefix;
  std::string_view default_port;
};

constexpr std::array<Scheme, 2> kSchemes = {{{"http://", ":80"}, {"https://", ":443"}}};

std::string_view without_suffix(std::string_view text, std::string_view suffix) {
  return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
}

// Returns whether the origin is the page of the host to which the request went. A browser leaves the default port out
// of the origin, and a client or proxy may write it in Host: "https://chat.example.org" and "chat.example.org:443".
bool is_own(std::string_view origin, std::string_view host) {
  return std::ranges::any_of(kSchemes, [&](const Scheme& scheme) {
    if (!origin.starts_with(scheme.prefix)) return false;
    const auto site = without_suffix(origin.substr(scheme.prefix.size()), scheme.default_port);
    return !site.empty() && same_token(site, without_suffix(host, scheme.default_port));
  });
}

}  // namespace

OriginVerdict OriginPolicy::judge(std::optional<std::string_view> origin, std::string_view host) const {
  if (!origin) return OriginVerdict::own;
  const bool listed = std::ranges::any_of(allowed_, [&](const auto& allowed) { return same_token(allowed, *origin); });
  if (listed && !origin->empty() && *origin != "null") return OriginVerdict::listed;
  return is_own(*origin, host) ? OriginVerdict::own : OriginVerdict::refused;
}

}  // namespace parley
