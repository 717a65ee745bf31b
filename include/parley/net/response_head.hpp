// Encodes the head of a response, with the fields that every response has. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/protocol/http_message.hpp>

namespace parley {

// What the head of a response depends on in addition to the response itself.
struct ReplyContext {
  std::string request_id;
  std::string allowed_origin;  // the request's origin if it is listed, otherwise empty
  bool varies_by_origin = false;
  bool strict_transport = false;
  bool keep_alive = false;
};

// Returns the status line, the fields and the empty line. Fields that the handler set replace the defaults
// (Cache-Control and the security policy). Content-Length is present for every status that permits content.
std::string encode_response_head(const HttpResponse& response, const ReplyContext& context);

// Returns the response 101 that turns the connection into a WebSocket (RFC 6455 §4.2.2).
std::string encode_switching_head(const HttpHeaders& headers, std::string_view websocket_key,
                                  std::string_view request_id);

// Returns whether every field's name is a token and its value contains no control characters. A response with other
// fields must not be sent, since a text from a user could then split it into two responses (RFC 9110 §5.5).
bool has_valid_fields(const HttpHeaders& headers);

// Returns whether a response with that status may have content (RFC 9110 §6.4.1).
bool permits_content(int status);

}  // namespace parley
