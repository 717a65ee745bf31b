#include <parley/features/sign_in/access_token.hpp>

#include <cassert>
#include <utility>

namespace parley {

AccessTokens::AccessTokens(std::vector<SigningKey> keys, std::string issuer, std::string audience, seconds lifetime)
    : codec_({std::move(keys), "at+jwt", std::move(issuer), std::move(audience)}), lifetime_(lifetime) {
  assert(lifetime_ > seconds(0));
}

// The times in the token are whole seconds (NumericDate, RFC 7519 §2). The random id makes two tokens of one second
// different.
std::string AccessTokens::issue(UserId user, SessionId session, Time now) const {
  const auto issued_at = std::chrono::floor<seconds>(now);
  return codec_.sign(
      {user.text(), session.text(), Uuid::generate().text(), issued_at, issued_at, issued_at + lifetime_});
}

// Everything but expiry gets one answer, so that an attacker does not learn which part of a forged token was wrong.
Result<AccessClaims> AccessTokens::verify(std::string_view token, Time now) const {
  const auto claims = codec_.verify(token, now);
  if (!claims && claims.error() == JwtFault::expired) {
    return fail(ErrorCode::token_expired, "The access token has expired.");
  }
  const auto user = claims ? UserId::parse(claims->subject) : std::nullopt;
  const auto session = claims ? SessionId::parse(claims->session) : std::nullopt;
  if (!user || !session) return fail(ErrorCode::unauthenticated, "The access token is not valid.");
  return AccessClaims{*user, *session, claims->expires_at};
}

}  // namespace parley
