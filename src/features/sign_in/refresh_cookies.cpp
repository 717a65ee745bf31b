#include <parley/features/sign_in/refresh_cookies.hpp>

#include <fmt/format.h>

namespace parley {
namespace {

// Returns the value of Set-Cookie (RFC 6265 §4.1). SameSite=Strict keeps the cookie out of requests from other sites,
// and the path keeps it out of requests for files.
std::string cookie(std::string_view token, seconds lifetime, bool secure) {
  return fmt::format("parley_refresh={}; Path=/api; Max-Age={}; HttpOnly; SameSite=Strict{}", token, lifetime.count(),
                     secure ? "; Secure" : "");
}

}  // namespace

void RefreshCookies::set(RequestContext& context, std::string_view token, Time expires_at) const {
  const auto lifetime = std::chrono::floor<seconds>(expires_at - clock_.now());
  context.reply_headers.emplace_back("Set-Cookie", cookie(token, lifetime, secure_));
}

void RefreshCookies::clear(RequestContext& context) const {
  context.reply_headers.emplace_back("Set-Cookie", cookie("", seconds(0), secure_));
}

}  // namespace parley
