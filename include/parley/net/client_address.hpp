// Whose address a request counts for: the peer's, or, when the peer is a proxy that the configuration trusts, the one
// that the proxy names. Immutable; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>

namespace parley {

class TrustedProxies {
 public:
  TrustedProxies() = default;
  // Addresses and CIDR blocks: "10.0.0.0/8", "::1", "192.168.1.7".
  static Result<TrustedProxies> parse(std::span<const std::string> networks);

  bool trusts(std::string_view address) const;

  // `forwarded_for` is the X-Forwarded-For field, its lines joined by commas. Read from the right, as every proxy
  // appends whom it heard: the first address that is no trusted proxy is the client, what stands left of it is hearsay.
  std::string client_address(std::string_view peer, std::string_view forwarded_for) const;

 private:
  using Bytes = std::array<std::uint8_t, 16>;  // IPv4 as the IPv6 address ::ffff:a.b.c.d
  struct Network {
    Bytes bytes;
    unsigned prefix;  // bits, of 128
  };
  bool contains(const Bytes& address) const;

  std::vector<Network> networks_;
};

}  // namespace parley
