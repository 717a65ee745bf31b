// The part of a client's address that limits count by. It is the whole of an IPv4 address, and the first 64 bits of an
// IPv6 address: a customer of a provider gets at least a /64 and can use every address in it (RFC 6177). Many customers
// get a /48, so each limit has a wider bucket for the /48 around the /64 (base/address_buckets.hpp). A value; any
// thread.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

class AddressKey {
 public:
  // The key of a client whose address is not known. All such clients share it.
  AddressKey() = default;
  // Returns the key of an address such as "203.0.113.7", "2001:db8::1" or "::ffff:203.0.113.7", which is an IPv4
  // address in its IPv6 form. A text that is no address has the key of unknown addresses.
  static AddressKey of(std::string_view address);

  // Returns the /48 that an IPv6 key belongs to. Returns nothing for the other keys.
  std::optional<AddressKey> wider() const;
  // Returns whether the address is of this machine itself (127.0.0.0/8 or ::1).
  bool is_loopback() const;
  // Returns the network as people write it: "203.0.113.7", "2001:db8:1:2::/64", "2001:db8:1::/48" or "unknown".
  std::string text() const;

  friend auto operator<=>(const AddressKey&, const AddressKey&) = default;

 private:
  friend struct std::hash<AddressKey>;
  enum class Kind : std::uint8_t { unknown, ipv4, ipv6_64, ipv6_48 };
  using Bytes = std::array<std::uint8_t, 8>;  // an IPv4 address has the first four

  AddressKey(Kind kind, Bytes bytes) : kind_(kind), bytes_(bytes) {}

  Kind kind_ = Kind::unknown;
  Bytes bytes_ = {};
};

}  // namespace parley

template <>
struct std::hash<parley::AddressKey> {
  std::size_t operator()(const parley::AddressKey& key) const noexcept {
    std::uint64_t bits = static_cast<std::uint64_t>(key.kind_);
    for (const std::uint8_t byte : key.bytes_) bits = bits * 0x100000001b3 ^ byte;  // FNV-1a's prime
    return std::hash<std::uint64_t>{}(bits);
  }
};
