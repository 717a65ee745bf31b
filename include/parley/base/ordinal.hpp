// Defines integers with a type of their own, so that a message's seq cannot be passed as a conversation's rev. Values;
// any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace parley {

// A number that counts one kind of thing, named by `Tag`. Counting starts at 1; 0, the initial value, means "none yet".
template <class Tag>
class Ordinal {
 public:
  constexpr Ordinal() = default;
  explicit constexpr Ordinal(std::int64_t value) : value_(value) {}

  constexpr std::int64_t value() const { return value_; }
  constexpr Ordinal next() const { return Ordinal(value_ + 1); }
  friend constexpr auto operator<=>(const Ordinal&, const Ordinal&) = default;

 private:
  std::int64_t value_ = 0;
};

}  // namespace parley

template <class Tag>
struct std::hash<parley::Ordinal<Tag>> {
  std::size_t operator()(const parley::Ordinal<Tag>& ordinal) const noexcept {
    return std::hash<std::int64_t>{}(ordinal.value());
  }
};
