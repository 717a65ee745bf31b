#include <parley/base/backoff.hpp>

#include <algorithm>
#include <cassert>

namespace parley {

ReconnectBackoff::ReconnectBackoff(milliseconds base, milliseconds ceiling)
    : base_(base), ceiling_(ceiling), span_(base) {
  assert(base > milliseconds(0) && base <= ceiling && ceiling <= std::chrono::days(1));
}

milliseconds ReconnectBackoff::next(std::uint32_t random) {
  // The wait is random / 2^32 of the span, with both ends included. The product fits into 64 bits: a day has fewer than
  // 2^27 milliseconds.
  const auto choices = static_cast<std::uint64_t>(span_.count()) + 1;
  const auto wait = milliseconds(static_cast<milliseconds::rep>(choices * random >> 32));
  span_ = std::min(span_ * 2, ceiling_);
  return wait;
}

}  // namespace parley
