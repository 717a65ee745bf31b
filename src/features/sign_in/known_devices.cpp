#include <parley/features/sign_in/known_devices.hpp>

#include <charconv>

#include <fmt/format.h>

#include <parley/base/crypto.hpp>
#include <parley/protocol/cookie.hpp>

#include "features/accounts/policy.hpp"

namespace parley {
namespace {

constexpr std::chrono::days kLifetime{365};
constexpr std::size_t kIdBytes = 16;

}  // namespace

KnownDevices::KnownDevices(const std::vector<SigningKey>& keys, const Clock& clock, bool secure)
    : clock_(clock), secure_(secure) {
  for (const SigningKey& key : keys) keys_.push_back(hmac_sha256(key.secret, "parley known device"));
}

std::optional<std::string> KnownDevices::recognise(std::string_view cookie, std::string_view username) const {
  const std::size_t first = cookie.find('.');
  const std::size_t second = first == std::string_view::npos ? first : cookie.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view id = cookie.substr(0, first);
  const std::string_view expiry = cookie.substr(first + 1, second - first - 1);
  const std::string_view signature = cookie.substr(second + 1);
  // Every key is tried, so that the time of the answer does not show which key has signed.
  bool is_signed = false;
  for (const std::string& key : keys_) {
    is_signed = constant_time_equal(sign(key, id, expiry, username), signature) || is_signed;
  }
  std::int64_t expires_at = 0;
  std::from_chars(expiry.data(), expiry.data() + expiry.size(), expires_at);
  if (!is_signed || Time(seconds(expires_at)) <= clock_.now()) return std::nullopt;
  return std::string(id);
}

std::optional<std::string> KnownDevices::recognise(const RequestContext& context, std::string_view username) const {
  return recognise(cookie_value(context.cookies, cookie_name(kDeviceCookie, secure_)), username);
}

void KnownDevices::remember(RequestContext& context, std::string_view username) const {
  const std::string id = recognise(context, username).value_or(random_token(kIdBytes));
  const Time expires_at = clock_.now() + kLifetime;
  const std::string expiry = std::to_string(std::chrono::floor<seconds>(expires_at).time_since_epoch().count());
  const std::string value = fmt::format("{}.{}.{}", id, expiry, sign(keys_.front(), id, expiry, username));
  context.reply_headers.emplace_back("Set-Cookie", set_cookie(kDeviceCookie, value, kLifetime, secure_));
}

// The parts cannot run into each other, because the id and the expiry have no dot.
std::string KnownDevices::sign(const std::string& key, std::string_view id, std::string_view expiry,
                               std::string_view username) const {
  return base64url_encode(hmac_sha256(key, fmt::format("{}.{}.{}", id, expiry, lower_case(username))));
}

}  // namespace parley
