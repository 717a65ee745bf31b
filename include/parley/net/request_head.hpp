// The head of an HTTP request as it was sent: text that has been taken apart but not yet judged. Views into the bytes
// that were parsed; any thread.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>

namespace parley {

struct RequestHead {
  std::string_view method;
  std::string_view target;
  int version = 11;  // 10 for HTTP/1.0, 11 for HTTP/1.1
  std::vector<std::pair<std::string_view, std::string_view>> fields;  // in the order they came, repeated ones too

  // The first field of that name (in any case), or an empty text.
  std::string_view field(std::string_view name) const;
};

// Takes a complete header, up to and with its closing empty line, apart by means of Beast's parser. HeaderScanner has
// passed it.
Result<RequestHead> parse_request_head(std::string_view header);

}  // namespace parley
