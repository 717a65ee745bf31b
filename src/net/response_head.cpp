#include <parley/net/response_head.hpp>

#include <algorithm>

#include <boost/beast/http/status.hpp>

#include <parley/protocol/http_text.hpp>
#include <parley/protocol/websocket/handshake.hpp>

namespace parley {
namespace {

constexpr std::size_t kUsualSize = 896;  // bytes of a usual head, so that the buffer is allocated once

void append(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

bool sets(const HttpHeaders& headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const auto& header) { return same_token(header.first, name); });
}

void append_status_line(std::string& head, int status) {
  const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  head.append("HTTP/1.1 ")
      .append(std::to_string(status))
      .append(" ")
      .append(reason.data(), reason.size())
      .append("\r\n");
}

// Adds the defaults, which are the strictest: a response may be cached, shown in a frame or run as a page only if its
// handler says so.
void append_defaults(std::string& head, const HttpHeaders& headers) {
  if (!sets(headers, "Cache-Control")) append(head, "Cache-Control", "no-store");
  if (!sets(headers, "Content-Security-Policy")) {
    append(head, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
  append(head, "X-Content-Type-Options", "nosniff");
  append(head, "Referrer-Policy", "no-referrer");
  append(head, "X-Frame-Options", "DENY");
  append(head, "Cross-Origin-Opener-Policy", "same-origin");
  append(head, "Cross-Origin-Resource-Policy", "same-origin");
  append(head, "Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=()");
}

// Adds the fields of CORS (Fetch Standard §3.2.3). Vary tells caches that the response depends on the origin.
void append_origin(std::string& head, const ReplyContext& context) {
  if (context.varies_by_origin) append(head, "Vary", "Origin");
  if (context.allowed_origin.empty()) return;
  append(head, "Access-Control-Allow-Origin", context.allowed_origin);
  append(head, "Access-Control-Allow-Credentials", "true");
  append(head, "Access-Control-Expose-Headers",
         "X-Request-Id, Retry-After, ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset");
}

}  // namespace

bool permits_content(int status) { return status >= 200 && status != 204 && status != 304; }

bool has_valid_fields(const HttpHeaders& headers) {
  return std::ranges::all_of(headers,
                             [](const auto& header) { return is_token(header.first) && !has_control(header.second); });
}

std::string encode_response_head(const HttpResponse& response, const ReplyContext& context) {
  std::string head;
  head.reserve(kUsualSize);
  append_status_line(head, response.status);
  if (permits_content(response.status)) {
    const std::size_t length = response.content().size();
    if (length > 0) append(head, "Content-Type", response.content_type);
    append(head, "Content-Length", std::to_string(length));
  }
  for (const auto& [name, value] : response.headers) append(head, name, value);
  append_defaults(head, response.headers);
  if (context.strict_transport) append(head, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  append_origin(head, context);
  append(head, "X-Request-Id", context.request_id);
  // HTTP/1.1 keeps the connection alive without this field. HTTP/1.0 needs it, and it does no harm elsewhere.
  append(head, "Connection", context.keep_alive ? "keep-alive" : "close");
  return head.append("\r\n");
}

std::string encode_switching_head(const HttpHeaders& headers, std::string_view websocket_key,
                                  std::string_view request_id) {
  std::string head;
  append_status_line(head, 101);
  append(head, "Connection", "Upgrade");
  append(head, "Upgrade", "websocket");
  append(head, "Sec-WebSocket-Accept", ws::accept_key(websocket_key));
  append(head, "X-Request-Id", request_id);
  for (const auto& [name, value] : headers) append(head, name, value);
  return head.append("\r\n");
}

}  // namespace parley
