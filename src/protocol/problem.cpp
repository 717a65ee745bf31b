#include <parley/protocol/problem.hpp>

#include <chrono>
#include <string>

#include <parley/protocol/errors.hpp>

namespace parley {

HttpResponse problem_response(const Error& error, std::string_view request_id) {
  HttpResponse response;
  response.status = http_status(error.code);
  response.content_type = "application/problem+json";
  response.body = encode_error(error, request_id);
  if (error.retry_after) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*error.retry_after);
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  }
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (error.code == ErrorCode::upgrade_required) {
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
  }
  return response;
}

}  // namespace parley
