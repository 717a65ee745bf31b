// Defines errors as values. A code is stable and documented in docs/errors.md; the texts may change. Values; any
// thread.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

enum class ErrorCode {
  invalid_request,      // a field is missing, of the wrong type or out of bounds; `fields` says which
  malformed,            // the request could not be parsed: it is not JSON, not HTTP or not a frame
  unauthenticated,      // the credentials are missing or not valid
  token_expired,        // the token was valid once: the client should refresh it
  bad_credentials,      // the user name is unknown or the password is wrong
  forbidden,            // the caller is known but not allowed to do this
  password_required,    // the session has to prove the password again first
  blocked,              // one of two users has blocked the other
  consent_needed,       // the other person decides first; an invitation was sent
  not_found,            // does not exist, or the caller may not know that it does
  method_not_allowed,
  request_timeout,
  conflict,             // the key was used with other content, or the current state does not permit the request
  username_taken,
  length_required,
  payload_too_large,
  uri_too_long,
  unsupported_media_type,
  header_too_large,
  expectation_failed,
  upgrade_required,
  rate_limited,         // retry_after says when
  overloaded,           // a bounded queue is full
  not_implemented,      // a method of HTTP that the server does not know
  unavailable,          // a service that is needed, such as the database, cannot be reached
  internal,
};

inline constexpr int kErrorCodes = static_cast<int>(ErrorCode::internal) + 1;  // internal is the last one

// What is wrong with a field. The names are stable and go over the wire.
enum class FieldFault {
  required,
  invalid,
  too_short,
  too_long,    // a text, or a list
  too_small,
  too_large,
  too_many,    // together with other fields
  too_common,  // a password
};

constexpr std::string_view fault_name(FieldFault fault) {
  switch (fault) {
    case FieldFault::required: return "required";
    case FieldFault::invalid: return "invalid";
    case FieldFault::too_short: return "too_short";
    case FieldFault::too_long: return "too_long";
    case FieldFault::too_small: return "too_small";
    case FieldFault::too_large: return "too_large";
    case FieldFault::too_many: return "too_many";
    case FieldFault::too_common: return "too_common";
  }
  std::unreachable();
}

// One field's fault. `field` is a path such as "members[2].role".
struct FieldError {
  std::string field;
  FieldFault code = FieldFault::invalid;
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
  int exhausted_rate = 0;  // for rate_limited: how many attempts the limit permits that refused
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

// Makes the error value for a function that returns a Result: return fail(ErrorCode::not_found, "…").
inline std::unexpected<Error> fail(ErrorCode code, std::string detail) {
  return std::unexpected(Error{code, std::move(detail)});
}

// Makes the error of a request that is refused because of these fields.
inline std::unexpected<Error> fail_fields(std::vector<FieldError> fields) {
  return std::unexpected(Error{ErrorCode::invalid_request, "The request is not valid.", std::move(fields)});
}

// Makes the error of a request that is refused because of a single field.
inline std::unexpected<Error> fail_field(std::string field, FieldFault code, std::string detail) {
  return fail_fields({{std::move(field), code, std::move(detail)}});
}

// TRY(f()) is the value of f(), which gives a Result. If f() fails, the function that contains TRY returns the error.
// A TRY does not stand inside another one. CO_TRY is the form for coroutines: CO_TRY(co_await f()).
#define TRY(...) PARLEY_TRY(return, __VA_ARGS__)
#define CO_TRY(...) PARLEY_TRY(co_return, __VA_ARGS__)
// `leave` is the keyword that ends the function. The macro is a statement expression, an extension that clang and GCC
// share.
#define PARLEY_TRY(leave, ...)                                                                      \
  __extension__({                                                                                   \
    auto&& try_result = (__VA_ARGS__);                                                              \
    if (!try_result) leave std::unexpected(std::forward<decltype(try_result)>(try_result).error()); \
    *std::forward<decltype(try_result)>(try_result);                                                \
  })

}  // namespace parley
