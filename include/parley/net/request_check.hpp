// Judges the head of a request before its body is read. Beast's parser is lenient (docs/adr say what it lets through);
// a server that guesses where a request ends, or whom it is for, can be made to disagree with the proxy in front of it.
// So whatever RFC 9110, RFC 9112 or RFC 6455 permits to refuse is refused. Pure; any thread.
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
  std::string query;  // behind the "?", or empty
  bool keep_alive = true;
  std::size_t content_length = 0;
  bool wants_websocket = false;  // and the handshake is a proper one
  bool expects_continue = false;
  friend bool operator==(const CheckedRequest&, const CheckedRequest&) = default;
};

// The error's code decides the status: malformed 400, method_not_allowed 405, length_required 411 (any
// Transfer-Encoding), payload_too_large 413, uri_too_long 414, expectation_failed 417, upgrade_required 426 (a
// WebSocket version other than 13), header_too_large 431.
Result<CheckedRequest> check_request(const RequestHead& head, const Limits& limits);

}  // namespace parley
