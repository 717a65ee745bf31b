// Addresses and networks that the configuration names, and the question whether an address is of this machine.
// Immutable; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>

namespace parley {

class Networks {
 public:
  Networks() = default;
  // Reads addresses and CIDR blocks (RFC 4632 §3.1) such as "10.0.0.0/8", "::1" and "192.168.1.7". Errors:
  // invalid_request, with the text that is neither.
  static Result<Networks> parse(std::span<const std::string> texts);

  // Returns whether one of them is or has this address. A text that is no address is in no network. An IPv4 address in
  // its IPv6 form, "::ffff:10.1.2.3", is the IPv4 address.
  bool contain(std::string_view address) const;

 private:
  using Bytes = std::array<std::uint8_t, 16>;  // an IPv4 address is stored as the IPv6 address ::ffff:a.b.c.d
  struct Network {
    Bytes bytes;
    unsigned prefix;  // number of bits, at most 128
  };

  std::vector<Network> networks_;
};

// Returns whether the text is an IP address.
bool is_ip_address(std::string_view text);
// Returns whether a host is this machine itself: "localhost", or an address of the loopback interface.
bool is_this_machine(std::string_view host);

}  // namespace parley
