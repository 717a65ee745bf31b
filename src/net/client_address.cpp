#include <parley/net/client_address.hpp>

#include <optional>
#include <ranges>

#include <boost/asio/ip/address.hpp>

#include <parley/base/task.hpp>
#include <parley/protocol/http_text.hpp>

namespace parley {
namespace {

using asio::ip::address;

std::optional<address> parse_address(std::string_view text) {
  boost::system::error_code error;
  const auto parsed = asio::ip::make_address(text, error);
  return error ? std::nullopt : std::optional(parsed);
}

// Reads one entry of X-Forwarded-For. Proxies write an address alone, or with its port: "1.2.3.4", "1.2.3.4:5678",
// "2001:db8::1", "[2001:db8::1]" and "[2001:db8::1]:5678". Returns nothing for anything else.
std::optional<address> parse_hop(std::string_view hop) {
  if (hop.starts_with('[')) {
    const auto end = hop.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const auto rest = hop.substr(end + 1);
    const auto parsed = parse_address(hop.substr(1, end - 1));
    const bool has_good_end = rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1)));
    return parsed && parsed->is_v6() && has_good_end ? parsed : std::nullopt;
  }
  const auto colon = hop.find(':');
  if (colon == std::string_view::npos || hop.find(':', colon + 1) != std::string_view::npos) return parse_address(hop);
  return is_port(hop.substr(colon + 1)) ? parse_address(hop.substr(0, colon)) : std::nullopt;
}

// Returns the usual text of an address. A dual-stack socket reports ::ffff:10.1.2.3 for the address 10.1.2.3.
std::string canonical(const address& parsed) {
  if (parsed.is_v6() && parsed.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, parsed.to_v6()).to_string();
  }
  return parsed.to_string();
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(std::span<const std::string> networks) {
  return TrustedProxies(TRY(Networks::parse(networks)));
}

std::string TrustedProxies::client_address(std::string_view peer, std::string_view forwarded_for) const {
  const auto parsed_peer = parse_address(peer);
  if (!parsed_peer) return std::string(peer);
  auto client = *parsed_peer;
  const auto hops = split_list(forwarded_for);
  // Go to the left as long as the address that named the next one is trusted. An entry that is not an address ends
  // this.
  for (const std::string_view hop : std::views::reverse(hops)) {
    if (!trusts(canonical(client))) break;
    const auto parsed = parse_hop(hop);
    if (!parsed) break;
    client = *parsed;
  }
  return canonical(client);
}

}  // namespace parley
