// Writes an error as an HTTP response in application/problem+json (RFC 9457), with the headers that its status
// requires. Pure; any thread.
#pragma once

#include <string_view>

#include <parley/base/error.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

// Returns the response. Its headers are Retry-After if the error has a retry_after, WWW-Authenticate for 401 (RFC 9110
// §11.6.1), and Upgrade and Sec-WebSocket-Version for 426 (RFC 9110 §15.5.22, RFC 6455 §4.4).
// `token_was_refused` says that the request had an access token, and that the error is about it.
HttpResponse problem_response(const Error& error, std::string_view request_id, bool token_was_refused = false);

}  // namespace parley
