// The head of a reply as bytes, with the fields that every reply carries. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/protocol/http_message.hpp>

namespace parley {

// What a reply's head depends on beside the reply itself.
struct ReplyContext {
  std::string request_id;
  std::string allowed_origin;  // echoed to a page of a listed origin; empty for everyone else
  bool varies_by_origin = false;
  bool strict_transport = false;
  bool keep_alive = false;
};

// Status line, fields, empty line. Fields that the handler set win over the defaults (Cache-Control, the security
// policy); Content-Length is told for every status that has content.
std::string encode_response_head(const HttpResponse& response, const ReplyContext& context);

// The 101 that turns the connection into a WebSocket (RFC 6455 §4.2.2).
std::string encode_switching_head(const HttpHeaders& headers, std::string_view websocket_key,
                                  std::string_view request_id);

// Whether every field is a token with a value free of control characters. A reply that is not would let its author's
// text split the reply in two (RFC 9110 §5.5), so it is not sent.
bool has_valid_fields(const HttpHeaders& headers);

// Whether a reply of that status has content at all (RFC 9110 §6.4.1).
bool permits_content(int status);

}  // namespace parley
