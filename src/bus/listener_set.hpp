// The set of a bus's listeners that want a topic. A listener is a number, and each event loop has one. A set of the
// numbers below 64 allocates no memory. Not synchronised: the bus that owns it guards it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace parley {

class ListenerSet {
 public:
  ListenerSet() = default;
  explicit ListenerSet(std::size_t listener) { add(listener); }

  void add(std::size_t listener) {
    if (listener >= kBits && more_.size() < listener / kBits) more_.resize(listener / kBits);
    word(listener) |= bit(listener);
  }
  void remove(std::size_t listener) {
    if (listener / kBits <= more_.size()) word(listener) &= ~bit(listener);
  }
  bool has(std::size_t listener) const {
    if (listener < kBits) return (first_ & bit(listener)) != 0;
    return listener / kBits <= more_.size() && (more_[listener / kBits - 1] & bit(listener)) != 0;
  }
  bool is_empty() const {
    return first_ == 0 && std::ranges::all_of(more_, [](std::uint64_t word) { return word == 0; });
  }

 private:
  static constexpr std::size_t kBits = 64;

  static std::uint64_t bit(std::size_t listener) { return std::uint64_t{1} << listener % kBits; }
  std::uint64_t& word(std::size_t listener) { return listener < kBits ? first_ : more_[listener / kBits - 1]; }

  std::uint64_t first_ = 0;  // listeners 0 to 63
  std::vector<std::uint64_t> more_;  // 64 more in each
};

}  // namespace parley
