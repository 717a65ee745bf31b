#include <parley/base/networks.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

#include <boost/asio/ip/address.hpp>

namespace parley {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned kAddressBits = 128;
constexpr unsigned kMappedBits = 96;  // bits before the IPv4 address in its IPv6 form

std::optional<ip::address> parse_address(std::string_view text) {
  boost::system::error_code error;
  const auto parsed = ip::make_address(text, error);
  return error ? std::nullopt : std::optional(parsed);
}

std::array<std::uint8_t, 16> to_bytes(const ip::address& parsed) {
  const auto v6 = parsed.is_v4() ? ip::make_address_v6(ip::v4_mapped, parsed.to_v4()) : parsed.to_v6();
  return v6.to_bytes();
}

std::optional<unsigned> parse_prefix(std::string_view text, unsigned longest) {
  unsigned prefix = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), prefix);
  if (error != std::errc() || end != text.data() + text.size() || prefix > longest) return std::nullopt;
  return prefix;
}

}  // namespace

Result<Networks> Networks::parse(std::span<const std::string> texts) {
  Networks networks;
  for (const std::string& text : texts) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto parsed = parse_address(std::string_view(text).substr(0, slash));
    if (!parsed) return fail(ErrorCode::invalid_request, text + " is not an address or a network.");
    // An IPv4 prefix grows by the 96 bits before the address in its IPv6 form. No prefix means the whole address.
    const unsigned offset = parsed->is_v4() ? kMappedBits : 0;
    const auto prefix = slash == text.size()
                            ? std::optional(kAddressBits - offset)
                            : parse_prefix(std::string_view(text).substr(slash + 1), kAddressBits - offset);
    if (!prefix) return fail(ErrorCode::invalid_request, text + " has no valid prefix length.");
    networks.networks_.push_back({to_bytes(*parsed), *prefix + offset});
  }
  return networks;
}

// Compares the whole bytes of the prefix first, then its remaining bits.
bool Networks::contain(std::string_view address) const {
  const auto parsed = parse_address(address);
  if (!parsed) return false;
  const Bytes bytes = to_bytes(*parsed);
  return std::ranges::any_of(networks_, [&](const Network& network) {
    const auto whole = network.prefix / 8;
    if (!std::equal(bytes.begin(), bytes.begin() + whole, network.bytes.begin())) return false;
    if (network.prefix % 8 == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - network.prefix % 8));
    return ((bytes[whole] ^ network.bytes[whole]) & mask) == 0;
  });
}

bool is_ip_address(std::string_view text) { return parse_address(text).has_value(); }

bool is_this_machine(std::string_view host) {
  const auto parsed = parse_address(host);
  return parsed ? parsed->is_loopback() : host == "localhost";
}

}  // namespace parley
