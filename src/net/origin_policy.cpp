#include <parley/net/origin_policy.hpp>

#include <algorithm>
#include <array>

#include <parley/base/networks.hpp>
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

// Returns the origin without the default port of its scheme, which a browser leaves out.
std::string_view without_default_port(std::string_view origin) {
  for (const Scheme& scheme : kSchemes) {
    if (origin.starts_with(scheme.prefix)) return without_suffix(origin, scheme.default_port);
  }
  return origin;
}

bool is_same_origin(std::string_view one, std::string_view other) {
  return same_token(without_default_port(one), without_default_port(other));
}

// Returns whether the origin is a page of the host to which the request went. A client or proxy may write the default
// port in Host: "https://chat.example.org" and "chat.example.org:443".
bool is_page_of(std::string_view origin, std::string_view host) {
  return std::ranges::any_of(kSchemes, [&](const Scheme& scheme) {
    if (!origin.starts_with(scheme.prefix)) return false;
    const auto site = without_suffix(origin.substr(scheme.prefix.size()), scheme.default_port);
    return !site.empty() && same_token(site, without_suffix(host, scheme.default_port));
  });
}

// Returns the name or address of a Host field, without port and brackets.
std::string_view name_of(std::string_view host) {
  if (host.starts_with('[')) return host.substr(1, std::min(host.find(']'), host.size()) - 1);
  return host.substr(0, host.find(':'));
}

}  // namespace

OriginVerdict OriginPolicy::judge(std::optional<std::string_view> origin, std::string_view host) const {
  if (!origin) return OriginVerdict::own;
  if (origin->empty() || *origin == "null") return OriginVerdict::refused;
  const bool listed =
      std::ranges::any_of(options_.allowed, [&](const auto& allowed) { return is_same_origin(allowed, *origin); });
  if (listed) return OriginVerdict::listed;
  return is_own(*origin, host) ? OriginVerdict::own : OriginVerdict::refused;
}

bool OriginPolicy::is_own(std::string_view origin, std::string_view host) const {
  if (!options_.own.empty()) return is_same_origin(options_.own, origin);
  return is_known(name_of(host)) && is_page_of(origin, host);
}

bool OriginPolicy::is_known(std::string_view host) const {
  return is_ip_address(host) || same_token(host, "localhost") ||
         std::ranges::any_of(options_.hosts, [&](const auto& name) { return same_token(name, host); });
}

}  // namespace parley
