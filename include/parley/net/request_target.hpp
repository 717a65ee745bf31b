// Parses a request's target in origin-form (RFC 9112 §3.2.1), the only form that a server needs that is not a proxy.
// Pure; any thread.
#pragma once

#include <string_view>

#include <parley/base/error.hpp>

namespace parley {

struct RequestTarget {
  std::string_view path;   // begins with "/"; still percent-encoded
  std::string_view query;  // the part after the "?", or empty
};

// Splits a target into path and query. Errors: malformed for every other form, for bytes that RFC 3986 does not permit,
// for invalid percent-encodings, for fragments, and for paths that decode to a segment "." or ".." or to a control
// character.
Result<RequestTarget> parse_target(std::string_view target);

}  // namespace parley
