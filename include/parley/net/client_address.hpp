// Finds the client's address of a request: the peer's address, or the address that the peer names if it is a proxy that
// the configuration trusts. Immutable; any thread.
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
  // Reads addresses and CIDR blocks (RFC 4632 §3.1) such as "10.0.0.0/8", "::1" and "192.168.1.7". Errors:
  // invalid_request, with the text that is neither.
  static Result<TrustedProxies> parse(std::span<const std::string> networks);

  bool trusts(std::string_view address) const;

  // Returns the client's address. `peer` is the address of the connection, `forwarded_for` the X-Forwarded-For field
  // with its lines joined by commas. The field is read from the right, because every proxy appends the address from
  // which it got the request: the first address that is not a trusted proxy is the client. Addresses to the left of it
  // could have been made up by the client and are ignored.
  // An entry may have a port, which is ignored: "1.2.3.4:5678", "[2001:db8::1]:5678". An entry that is no address, such
  // as "unknown", ends the search: the proxy that wrote it counts as the client.
  std::string client_address(std::string_view peer, std::string_view forwarded_for) const;

 private:
  using Bytes = std::array<std::uint8_t, 16>;  // an IPv4 address is stored as the IPv6 address ::ffff:a.b.c.d
  struct Network {
    Bytes bytes;
    unsigned prefix;  // number of bits, at most 128
  };
  bool contains(const Bytes& address) const;

  std::vector<Network> networks_;
};

}  // namespace parley
