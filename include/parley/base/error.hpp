// What can go wrong, as a value. A code is stable and documented (docs/errors.md); its texts may change.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace parley {

enum class ErrorCode {
  invalid_request,      // a field is missing, of the wrong type or out of bounds; `fields` says which
  malformed,            // not JSON, not HTTP, not a frame: the request could not be read at all
  unauthenticated,      // no credentials, or ones that do not hold
  token_expired,        // a token that was good once: refresh it
  bad_credentials,      // sign-in with an unknown name or a wrong password
  forbidden,            // known, but not allowed
  blocked,              // one of two people has blocked the other
  not_found,            // does not exist, or the caller may not know that it does
  method_not_allowed,
  request_timeout,
  conflict,             // the same key with other content, or a state that does not permit it
  username_taken,
  email_taken,
  length_required,
  payload_too_large,
  uri_too_long,
  unsupported_media_type,
  header_too_large,
  expectation_failed,
  upgrade_required,
  rate_limited,         // retry_after says when
  overloaded,           // a bounded queue is full
  unavailable,          // the database, say, is away
  internal,
};

// One field's fault. `field` is a path such as "members[2].role"; `code` one of required, invalid, too_short, too_long,
// too_small, too_large, too_common (a password), unknown.
struct FieldError {
  std::string field;
  std::string code;
  std::string detail;
  friend bool operator==(const FieldError&, const FieldError&) = default;
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string detail;
  std::vector<FieldError> fields = {};
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

// return fail(ErrorCode::not_found, "…") from any function that returns a Result.
inline std::unexpected<Error> fail(ErrorCode code, std::string detail) {
  return std::unexpected(Error{code, std::move(detail)});
}

// A request refused because of a single field.
inline std::unexpected<Error> fail_field(std::string field, std::string code, std::string detail) {
  Error error{ErrorCode::invalid_request, "The request is not valid."};
  error.fields.push_back({std::move(field), std::move(code), std::move(detail)});
  return std::unexpected(std::move(error));
}

}  // namespace parley
