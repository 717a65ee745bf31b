#include <parley/protocol/errors.hpp>

#include <ranges>
#include <utility>

#include <nlohmann/json.hpp>

#include <parley/base/limits.hpp>

namespace parley {
namespace {

struct Description {
  int status;
  std::string_view name;
  std::string_view title;
};

// The switch has no default, so that a new code does not compile until it has its line here.
constexpr Description describe(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_request: return {400, "invalid_request", "The request is not valid"};
    case ErrorCode::malformed: return {400, "malformed", "The request could not be read"};
    case ErrorCode::unauthenticated: return {401, "unauthenticated", "Sign in first"};
    case ErrorCode::token_expired: return {401, "token_expired", "The token has expired"};
    case ErrorCode::bad_credentials: return {401, "bad_credentials", "Wrong name or password"};
    case ErrorCode::forbidden: return {403, "forbidden", "Not allowed"};
    case ErrorCode::password_required: return {403, "password_required", "Prove the password first"};
    case ErrorCode::blocked: return {403, "blocked", "One has blocked the other"};
    case ErrorCode::consent_needed: return {403, "consent_needed", "The other person decides first"};
    case ErrorCode::not_found: return {404, "not_found", "Not found"};
    case ErrorCode::method_not_allowed: return {405, "method_not_allowed", "Method not allowed"};
    case ErrorCode::request_timeout: return {408, "request_timeout", "The request took too long to arrive"};
    case ErrorCode::conflict: return {409, "conflict", "Conflict"};
    case ErrorCode::username_taken: return {409, "username_taken", "The name is taken"};
    case ErrorCode::length_required: return {411, "length_required", "Length required"};
    case ErrorCode::payload_too_large: return {413, "payload_too_large", "The content is too large"};
    case ErrorCode::uri_too_long: return {414, "uri_too_long", "The address is too long"};
    case ErrorCode::unsupported_media_type: return {415, "unsupported_media_type", "Unsupported media type"};
    case ErrorCode::expectation_failed: return {417, "expectation_failed", "Expectation failed"};
    case ErrorCode::upgrade_required: return {426, "upgrade_required", "Upgrade required"};
    case ErrorCode::rate_limited: return {429, "rate_limited", "Too many requests"};
    case ErrorCode::header_too_large: return {431, "header_too_large", "The header is too large"};
    case ErrorCode::internal: return {500, "internal", "Internal error"};
    case ErrorCode::not_implemented: return {501, "not_implemented", "Not implemented"};
    case ErrorCode::overloaded: return {503, "overloaded", "The server is busy"};
    case ErrorCode::unavailable: return {503, "unavailable", "Temporarily unavailable"};
  }
  std::unreachable();
}

// A key that a client has chosen may be the path of a field, and a detail may quote what a client sent.
std::string_view shortened(std::string_view text) {
  constexpr std::size_t kLongest = 300;  // bytes
  return text.substr(0, kLongest);
}

}  // namespace

int http_status(ErrorCode code) { return describe(code).status; }

std::string_view error_name(ErrorCode code) { return describe(code).name; }

std::string_view error_title(ErrorCode code) { return describe(code).title; }

std::string problem_type(ErrorCode code) { return "/api/problems/" + std::string(error_name(code)); }

std::string encode_error(const Error& error, std::string_view request_id) {
  const Description description = describe(error.code);
  nlohmann::ordered_json object{{"type", problem_type(error.code)},
                                {"code", description.name},
                                {"title", description.title},
                                {"status", description.status}};
  if (!error.detail.empty()) object["detail"] = shortened(error.detail);
  for (const FieldError& field : error.fields | std::views::take(kListedFaultsMost)) {
    object["errors"].push_back(
        {{"field", shortened(field.field)}, {"code", fault_name(field.code)}, {"detail", shortened(field.detail)}});
  }
  if (error.retry_after) object["retry_after_ms"] = error.retry_after->count();
  if (!request_id.empty()) object["request_id"] = request_id;
  // Bytes that are not UTF-8, such as half a character, are replaced, because dump() would throw otherwise.
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace parley
