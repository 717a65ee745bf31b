#include <parley/net/origin_policy.hpp>

#include <algorithm>

#include <parley/protocol/http_text.hpp>

namespace parley {
namespace {

// Returns the part after the scheme, such as "chat.example.org:8443", or an empty text if the scheme is not http or
// https.
std::string_view authority(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  }
  return {};
}

}  // namespace

OriginVerdict OriginPolicy::judge(std::string_view origin, std::string_view host) const {
  if (origin.empty()) return OriginVerdict::own;
  const bool listed = std::ranges::any_of(allowed_, [&](const auto& allowed) { return same_token(allowed, origin); });
  if (listed && origin != "null") return OriginVerdict::listed;
  const auto site = authority(origin);
  return !site.empty() && same_token(site, host) ? OriginVerdict::own : OriginVerdict::refused;
}

}  // namespace parley
