// Finds the end of a request's header. It checks the raw bytes and refuses what Beast's parser would silently accept or
// repair: CR or LF alone, control characters, folded lines (obs-fold), too many lines and too many bytes. Pure; each
// request has its own scanner.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <parley/base/error.hpp>
#include <parley/base/limits.hpp>

namespace parley {

class HeaderScanner {
 public:
  explicit HeaderScanner(const Limits& limits) : limits_(&limits) {}

  // Scans the bytes received so far, from the request line on. Each call passes all of them, and each byte is checked
  // once. Returns the size of the header with its final empty line, or nothing if that line has not arrived. Errors:
  // malformed, uri_too_long, header_too_large.
  // REQUIRES: `limits` of the constructor outlives the scanner.
  Result<std::optional<std::size_t>> scan(std::string_view received);

 private:
  Result<void> check_byte(std::string_view received) const;
  Result<void> check_size() const;
  Result<bool> end_line();

  const Limits* limits_;
  std::size_t position_ = 0;  // position of the next byte to check
  std::size_t line_start_ = 0;
  std::size_t lines_ = 0;  // number of complete lines, with the request line
};

}  // namespace parley
