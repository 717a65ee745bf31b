// Finds where a request's header ends and refuses, on the raw bytes, what Beast's parser would accept or mend in
// silence: bare CR or LF, control characters, folded lines (obs-fold), too many lines, too many bytes. Pure; one per
// request.
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

  // `received` is everything received so far, from the request line on; it grows from call to call and each byte is
  // looked at once. Gives the size of the header with its closing empty line, or nothing while that has not come.
  Result<std::optional<std::size_t>> scan(std::string_view received);

 private:
  Result<void> check_byte(std::string_view received) const;
  Result<void> check_size() const;
  Result<bool> end_line();

  const Limits* limits_;
  std::size_t position_ = 0;    // of the next byte to look at
  std::size_t line_start_ = 0;
  std::size_t lines_ = 0;       // complete ones, the request line included
};

}  // namespace parley
