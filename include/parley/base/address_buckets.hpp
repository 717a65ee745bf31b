// Keeps token buckets by client address: one for each address key, and for IPv6 a second one for the /48 around it,
// which gains and holds kWiderShare times as much. So a client with a whole /48 cannot multiply its rate by 65,536.
// The owner holds it for as long as the rate applies. Any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include <parley/base/address_key.hpp>
#include <parley/base/keyed_buckets.hpp>

namespace parley {

// The rate and burst of a /48, in those of a /64.
inline constexpr double kWiderShare = 8;

// Returns the rate of the network around an address key.
constexpr TokenRate wider_rate(TokenRate rate) { return {rate.per_second * kWiderShare, rate.burst * kWiderShare}; }

class AddressBuckets {
 public:
  // REQUIRES: key_limit > 0, the number of addresses and of networks for which buckets are kept.
  AddressBuckets(TokenRate rate, std::size_t key_limit)
      : addresses_(rate, key_limit), networks_(wider_rate(rate), key_limit) {}

  // Takes `cost` tokens. Returns nothing if they were there, otherwise how long to wait.
  std::optional<milliseconds> take(const AddressKey& key, Instant now, double cost = 1) {
    if (const auto wait = addresses_.take(key, now, cost)) return wait;
    const auto network = key.wider();
    return network ? networks_.take(*network, now, cost) : std::nullopt;
  }

  // Returns the tokens that the address may take now.
  double remaining(const AddressKey& key, Instant now) const {
    const double own = addresses_.remaining(key, now);
    const auto network = key.wider();
    return network ? std::min(own, networks_.remaining(*network, now)) : own;
  }

 private:
  KeyedBuckets<AddressKey> addresses_;
  KeyedBuckets<AddressKey> networks_;
};

}  // namespace parley
