// Finds the client's address of a request: the peer's address, or the address that the peer names if it is a proxy that
// the configuration trusts. Immutable; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <parley/base/error.hpp>
#include <parley/base/networks.hpp>

namespace parley {

class TrustedProxies {
 public:
  TrustedProxies() = default;
  // Errors: those of Networks::parse().
  static Result<TrustedProxies> parse(std::span<const std::string> networks);

  bool trusts(std::string_view address) const { return networks_.contain(address); }

  // Returns the client's address. `peer` is the address of the connection, `forwarded_for` the X-Forwarded-For field
  // with its lines joined by commas. The field is read from the right, because every proxy appends the address from
  // which it got the request: the first address that is not a trusted proxy is the client. Addresses to the left of it
  // could have been made up by the client and are ignored.
  // An entry may have a port, which is ignored: "1.2.3.4:5678", "[2001:db8::1]:5678". An entry that is no address, such
  // as "unknown", ends the search: the proxy that wrote it counts as the client.
  std::string client_address(std::string_view peer, std::string_view forwarded_for) const;

 private:
  explicit TrustedProxies(Networks networks) : networks_(std::move(networks)) {}

  Networks networks_;
};

}  // namespace parley
