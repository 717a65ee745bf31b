// Numbers that count one thing: a message's seq is no conversation's rev, though both are integers. Values; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace parley {

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
