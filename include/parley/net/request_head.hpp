// Splits the head of an HTTP request into its parts without checking them. The parts are views into the parsed bytes,
// which must outlive them. Any thread.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>

namespace parley {

struct RequestHead {
  std::string_view method;
  std::string_view target;
  int version = 11;  // 10 for HTTP/1.0, 11 for HTTP/1.1
  std::vector<std::pair<std::string_view, std::string_view>> fields;  // in their order, with repeated ones

  // Returns the value of the first field of that name, ignoring case. find() returns nothing if there is none, field()
  // an empty text.
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view field(std::string_view name) const { return find(name).value_or(std::string_view()); }
};

// Parses a complete header, including its final empty line, with Beast's parser. Errors: malformed, and length_required
// for any Transfer-Encoding.
// REQUIRES: HeaderScanner has accepted the header.
Result<RequestHead> parse_request_head(std::string_view header);

}  // namespace parley
