#include <cassert>

#include "bus/redis/endpoint_choice.hpp"

namespace parley::redis {
namespace {

// Returns the 64-bit FNV-1a hash (Fowler, Noll and Vo; RFC 9923). It is the same on every machine, which std::hash does
// not promise.
std::uint64_t hash(std::string_view text) {
  std::uint64_t state = 0xcbf29ce484222325;
  for (const char byte : text) {
    state ^= static_cast<unsigned char>(byte);
    state *= 0x100000001b3;
  }
  return state;
}

// Applies the finalizer of SplitMix64 (Steele, Lea and Flood, 2014), in which every bit of the input affects every bit
// of the output.
std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

}  // namespace

EndpointChoice::EndpointChoice(std::span<const std::string> labels) {
  assert(!labels.empty());
  for (const std::string& label : labels) seeds_.push_back(mix(hash(label)));
}

std::size_t EndpointChoice::of(std::string_view key) const {
  const std::uint64_t hashed = hash(key);
  std::size_t heaviest = 0;
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < seeds_.size(); ++i) {
    const std::uint64_t weight = mix(seeds_[i] ^ hashed);
    if (weight < most) continue;
    heaviest = i;
    most = weight;
  }
  return heaviest;
}

}  // namespace parley::redis
