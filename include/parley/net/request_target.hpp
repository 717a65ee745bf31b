// A request's target in origin-form (RFC 9112 §3.2.1): the only form that an origin server without proxying needs.
// Pure; any thread.
#pragma once

#include <string_view>

#include <parley/base/error.hpp>

namespace parley {

struct RequestTarget {
  std::string_view path;   // begins with "/"; still percent-encoded
  std::string_view query;  // behind the "?", or empty
};

// Refuses every other form, bytes that RFC 3986 does not permit, broken percent-encodings, fragments, and paths that
// decode to a "." or ".." segment or to a control character.
Result<RequestTarget> parse_target(std::string_view target);

}  // namespace parley
