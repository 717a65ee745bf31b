// Defines errors as values. A code is stable and documented in docs/errors.md; the texts may change. Values; any
// thread.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace parley {

enum class ErrorCode {
  invalid_request,      // a field is missing, of the wrong type or out of bounds; `fields` says which
  malformed,            // the request could not be parsed: it is not JSON, not HTTP or not a frame
  unauthenticated,      // the credentials are missing or not valid
  token_expired,        // the token was valid once: the client should refresh it
  bad_credentials,      // the user name is unknown or the password is wrong
  forbidden,            // the caller is known but not allowed to do this
  blocked,              // one of two users has blocked the other
  not_found,            // does not exist, or the caller may not know that it does
  method_not_allowed,
  request_timeout,
  conflict,             // the key was used with other content, or the current state does not permit the request
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
  unavailable,          // a service that is needed, such as the database, cannot be reached
  internal,
};

// Describes what is wrong with one field. `field` is a path such as "members[2].role"; `code` is one of required,
// invalid, too_short, too_long, too_small, too_large, too_common (for passwords) and unknown; `detail` is a sentence
// that may be shown to users.
struct FieldError {
  std::string field;
  std::string code;
  std::string detail;
  friend bool operator==(const FieldError&, const FieldError&) = default;
};

// Describes why an operation failed. `detail` is a sentence that may be shown to users; `retry_after` is set if the
// same request may succeed after that time.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string detail;
  std::vector<FieldError> fields = {};
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

// Makes the error value for a function that returns a Result: return fail(ErrorCode::not_found, "…").
inline std::unexpected<Error> fail(ErrorCode code, std::string detail) {
  return std::unexpected(Error{code, std::move(detail)});
}

// Makes the error for a request that is refused because of a single field.
inline std::unexpected<Error> fail_field(std::string field, std::string code, std::string detail) {
  Error error{ErrorCode::invalid_request, "The request is not valid."};
  error.fields.push_back({std::move(field), std::move(code), std::move(detail)});
  return std::unexpected(std::move(error));
}

}  // namespace parley
