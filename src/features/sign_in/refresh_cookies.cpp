#include <parley/features/sign_in/refresh_cookies.hpp>

#include <parley/protocol/cookie.hpp>

namespace parley {
namespace {

constexpr std::string_view kName = "parley_refresh";

}  // namespace

std::string RefreshCookies::token(const RequestContext& context) const {
  return std::string(cookie_value(context.cookies, cookie_name(kName, secure_)));
}

void RefreshCookies::set(RequestContext& context, std::string_view token, Time expires_at) const {
  const auto lifetime = std::chrono::floor<seconds>(expires_at - clock_.now());
  context.reply_headers.emplace_back("Set-Cookie", set_cookie(kName, token, lifetime, secure_));
}

void RefreshCookies::clear(RequestContext& context) const {
  context.reply_headers.emplace_back("Set-Cookie", set_cookie(kName, "", seconds(0), secure_));
}

}  // namespace parley
