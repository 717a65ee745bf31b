// Checks the head of a request before its body is read. Beast's parser is lenient; docs/adr describes what it accepts.
// If a server guesses where a request ends or for which host it is, an attacker can make it disagree with the proxy in
// front of it (request smuggling). So everything that RFC 9110, RFC 9112 or RFC 6455 permits to refuse is refused.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

#include <parley/base/error.hpp>
#include <parley/base/limits.hpp>
#include <parley/net/request_head.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

struct CheckedRequest {
  HttpMethod method = HttpMethod::get;
  std::string path;  // as sent, still percent-encoded
  std::string query;  // the part after the "?", or empty
  bool keep_alive = true;
  std::size_t content_length = 0;
  bool wants_websocket = false;  // the request is a valid WebSocket handshake
  bool expects_continue = false;
  friend bool operator==(const CheckedRequest&, const CheckedRequest&) = default;
};

// Checks a request. Errors, with their HTTP status: malformed 400, length_required 411 (any
// Transfer-Encoding), payload_too_large 413, uri_too_long 414, expectation_failed 417, upgrade_required 426 (a
// WebSocket version other than 13), header_too_large 431, not_implemented 501 (a method that is not known).
Result<CheckedRequest> check_request(const RequestHead& head, const Limits& limits);

}  // namespace parley
