#include <parley/net/request_check.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include <parley/net/request_target.hpp>
#include <parley/protocol/http_text.hpp>
#include <parley/protocol/websocket/handshake.hpp>

namespace parley {
namespace {

// The fields that have a single value. If one of them is repeated, a proxy may have used the other value (RFC 9110
// §5.3).
constexpr std::array<std::string_view, 9> kSingleFields = {
    "Host",   "Content-Length", "Content-Type",      "Authorization",        "Origin",
    "Cookie", "Expect",         "Sec-WebSocket-Key", "Sec-WebSocket-Version"};

std::size_t count_fields(const RequestHead& head, std::string_view name) {
  return static_cast<std::size_t>(
      std::ranges::count_if(head.fields, [&](const auto& field) { return same_token(field.first, name); }));
}

// Returns whether a field that is a list contains the element, ignoring case. The list may consist of several lines.
bool has_element(const RequestHead& head, std::string_view name, std::string_view element) {
  return std::ranges::any_of(head.fields, [&](const auto& field) {
    return same_token(field.first, name) &&
           std::ranges::any_of(split_list(field.second), [&](auto listed) { return same_token(listed, element); });
  });
}

Result<HttpMethod> check_method(std::string_view method) {
  static constexpr std::array<std::pair<std::string_view, HttpMethod>, 10> kMethods = {
      {{"GET", HttpMethod::get},
       {"HEAD", HttpMethod::head},
       {"POST", HttpMethod::post},
       {"PUT", HttpMethod::put},
       {"PATCH", HttpMethod::patch},
       {"DELETE", HttpMethod::del},
       {"OPTIONS", HttpMethod::options},
       {"CONNECT", HttpMethod::connect},
       {"TRACE", HttpMethod::trace},
       {"QUERY", HttpMethod::query}}};
  if (!is_token(method)) return fail(ErrorCode::malformed, "The method is not a token.");
  const auto* known = std::ranges::find(kMethods, method, [](const auto& entry) { return entry.first; });
  if (known == kMethods.end()) return fail(ErrorCode::not_implemented, "The server does not know this method.");
  return known->second;
}

// Checks names, values, number and size of the fields. HeaderScanner has done most of this on the raw bytes; here it is
// checked again on what Beast understood.
Result<void> check_fields(const RequestHead& head, const Limits& limits) {
  if (head.fields.size() > limits.header_count) {
    return fail(ErrorCode::header_too_large, "The header has too many fields.");
  }
  std::size_t bytes = head.method.size() + head.target.size() + std::string_view("  HTTP/1.1\r\n\r\n").size();
  for (const auto& [name, value] : head.fields) {
    if (!is_token(name)) return fail(ErrorCode::malformed, "A field's name is not a token.");
    if (has_control(value)) return fail(ErrorCode::malformed, "A field's value has a control character.");
    bytes += name.size() + value.size() + std::string_view(": \r\n").size();
  }
  if (bytes > limits.header_bytes) return fail(ErrorCode::header_too_large, "The header is too large.");
  for (const std::string_view name : kSingleFields) {
    if (count_fields(head, name) > 1)
      return fail(ErrorCode::malformed, std::string(name) + " is given more than once.");
  }
  return {};
}

bool is_host_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char character) {
    return is_digit(character) || is_letter(character) || character == '-' || character == '.' || character == '_';
  });
}

bool is_ipv6_literal(std::string_view name) {
  if (name.size() < 4 || !name.starts_with('[') || !name.ends_with(']')) return false;
  return std::ranges::all_of(name.substr(1, name.size() - 2), [](char character) {
    return hex_value(character) >= 0 || character == ':' || character == '.';
  });
}

// Checks the field Host, which is a host and an optional port (RFC 9112 §3.2). Only names and addresses that occur in
// practice are accepted, not everything that RFC 3986 permits. An HTTP/1.0 client may omit the field.
Result<void> check_host(const RequestHead& head) {
  constexpr std::size_t kLongest = 255 + 6;
  const std::string_view host = head.field("Host");
  if (count_fields(head, "Host") == 0) {
    return head.version == 10 ? Result<void>{} : fail(ErrorCode::malformed, "The Host field is missing.");
  }
  const auto name_end = host.starts_with('[') ? host.find(']') : std::string_view::npos;
  const auto colon = host.find(':', name_end == std::string_view::npos ? 0 : name_end);
  const auto name = host.substr(0, colon);
  const bool valid_name = host.starts_with('[') ? is_ipv6_literal(name) : is_host_name(name);
  const bool valid_port = colon == std::string_view::npos || is_port(host.substr(colon + 1));
  if (host.size() > kLongest || !valid_name || !valid_port) {
    return fail(ErrorCode::malformed, "The Host field is not a name and a port.");
  }
  return {};
}

// Returns the length of the content, which is given by a single Content-Length or is 0 (RFC 9112 §6). Transfer-Encoding
// is refused.
Result<std::size_t> check_length(const RequestHead& head, const Limits& limits) {
  if (count_fields(head, "Transfer-Encoding") > 0) {
    return fail(ErrorCode::length_required, "Transfer-Encoding is not accepted: send Content-Length.");
  }
  if (count_fields(head, "Content-Length") == 0) return 0;
  const std::string_view text = head.field("Content-Length");
  if (text.empty() || !std::ranges::all_of(text, is_digit)) {
    return fail(ErrorCode::malformed, "Content-Length is not a number.");
  }
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc() || length > limits.body_bytes) {
    return fail(ErrorCode::payload_too_large, "The content is larger than the server accepts.");
  }
  return length;
}

// Returns whether the connection stays open after the response (RFC 9112 §9.3). The option `close` takes precedence.
bool keeps_alive(const RequestHead& head) {
  if (has_element(head, "Connection", "close")) return false;
  return head.version == 11 || has_element(head, "Connection", "keep-alive");
}

// Returns whether the client expects `100 Continue`, which is the only expectation that exists (RFC 9110 §10.1.1). The
// field is ignored in a request of HTTP/1.0.
Result<bool> check_expectation(const RequestHead& head) {
  const std::string_view expectation = head.field("Expect");
  if (count_fields(head, "Expect") == 0 || head.version == 10) return false;
  if (!same_token(expectation, "100-continue")) {
    return fail(ErrorCode::expectation_failed, "The server supports no expectation but 100-continue.");
  }
  return true;
}

bool is_websocket_version(std::string_view text) {
  return !text.empty() && text.size() <= 3 && std::ranges::all_of(text, is_digit);
}

// Returns whether the request is a WebSocket handshake (RFC 6455 §4.2.1). A request that asks for a WebSocket in a
// wrong way is refused.
Result<bool> check_upgrade(const RequestHead& head, HttpMethod method, std::size_t content_length) {
  if (!has_element(head, "Connection", "upgrade") || !has_element(head, "Upgrade", "websocket")) return false;
  if (head.version != 11 || method != HttpMethod::get || content_length > 0) {
    return fail(ErrorCode::malformed, "A WebSocket opens with GET, HTTP/1.1 and no content.");
  }
  const std::string_view version = head.field("Sec-WebSocket-Version");
  if (!is_websocket_version(version))
    return fail(ErrorCode::malformed, "Sec-WebSocket-Version is missing or not a number.");
  if (version != "13") return fail(ErrorCode::upgrade_required, "The server supports WebSocket version 13 only.");
  if (!ws::is_valid_key(head.field("Sec-WebSocket-Key"))) {
    return fail(ErrorCode::malformed, "Sec-WebSocket-Key is not 16 bytes in base64.");
  }
  return true;
}

Result<CheckedRequest> check_target(const RequestHead& head, const Limits& limits) {
  if (head.target.size() > limits.target_bytes) return fail(ErrorCode::uri_too_long, "The target is too long.");
  const auto target = TRY(parse_target(head.target));
  CheckedRequest request;
  request.path = target.path;
  request.query = target.query;
  return request;
}

}  // namespace

Result<CheckedRequest> check_request(const RequestHead& head, const Limits& limits) {
  if (head.version != 10 && head.version != 11)
    return fail(ErrorCode::malformed, "The version is not HTTP/1.0 or 1.1.");
  auto request = TRY(check_target(head, limits));
  TRY(check_fields(head, limits));
  TRY(check_host(head));

  const auto length = TRY(check_length(head, limits));
  const auto method = TRY(check_method(head.method));
  const auto expects_continue = TRY(check_expectation(head));
  const auto wants_websocket = TRY(check_upgrade(head, method, length));

  request.method = method;
  request.content_length = length;
  request.keep_alive = keeps_alive(head);
  request.expects_continue = expects_continue;
  request.wants_websocket = wants_websocket;
  return request;
}

}  // namespace parley
