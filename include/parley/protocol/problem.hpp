// An error as an HTTP reply: application/problem+json (RFC 9457) and the fields that its status asks for. Pure; any
// thread.
#pragma once

#include <string_view>

#include <parley/base/error.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

// Beside the body: Retry-After when the error says when, WWW-Authenticate on 401 (RFC 9110 §11.6.1), Upgrade and
// Sec-WebSocket-Version on 426 (RFC 9110 §15.5.22, RFC 6455 §4.4).
HttpResponse problem_response(const Error& error, std::string_view request_id);

}  // namespace parley
