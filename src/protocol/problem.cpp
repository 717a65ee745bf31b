#include <parley/protocol/problem.hpp>

#include <chrono>
#include <string>

#include <parley/protocol/errors.hpp>

namespace parley {
namespace {

// Returns the value of WWW-Authenticate. It names the fault of a token that was refused; if no token was sent, there is
// no fault to name (RFC 6750 §3.1).
std::string challenge(const Error& error, bool token_was_refused) {
  if (error.code == ErrorCode::token_expired) {
    return R"(Bearer error="invalid_token", error_description="The token has expired")";
  }
  return token_was_refused ? R"(Bearer error="invalid_token")" : "Bearer";
}

}  // namespace

HttpResponse problem_response(const Error& error, std::string_view request_id, bool token_was_refused) {
  HttpResponse response;
  response.status = http_status(error.code);
  response.content_type = "application/problem+json";
  response.body = encode_error(error, request_id);
  if (error.retry_after) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*error.retry_after);
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  }
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", challenge(error, token_was_refused));
  if (error.code == ErrorCode::upgrade_required) {
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
  }
  return response;
}

}  // namespace parley
