#include <parley/base/address_key.hpp>

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace parley {
namespace {

constexpr std::size_t kBytesOf48 = 6;

}  // namespace

AddressKey AddressKey::of(std::string_view address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error) return {};
  Bytes bytes{};
  if (parsed.is_v4() || parsed.to_v6().is_v4_mapped()) {
    const auto v4 =
        parsed.is_v4() ? parsed.to_v4() : boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, parsed.to_v6());
    std::ranges::copy(v4.to_bytes(), bytes.begin());
    return {Kind::ipv4, bytes};
  }
  std::ranges::copy_n(parsed.to_v6().to_bytes().begin(), bytes.size(), bytes.begin());
  return {Kind::ipv6_64, bytes};
}

std::optional<AddressKey> AddressKey::wider() const {
  if (kind_ != Kind::ipv6_64) return std::nullopt;
  Bytes bytes = bytes_;
  std::fill(bytes.begin() + kBytesOf48, bytes.end(), 0);
  return AddressKey(Kind::ipv6_48, bytes);
}

// The /64 of ::1 has no address that another machine could have.
bool AddressKey::is_loopback() const {
  if (kind_ == Kind::ipv4) return bytes_[0] == 127;
  return kind_ == Kind::ipv6_64 && bytes_ == Bytes{};
}

std::string AddressKey::text() const {
  if (kind_ == Kind::unknown) return "unknown";
  if (kind_ == Kind::ipv4) {
    return boost::asio::ip::address_v4({bytes_[0], bytes_[1], bytes_[2], bytes_[3]}).to_string();
  }
  boost::asio::ip::address_v6::bytes_type bytes{};
  std::ranges::copy(bytes_, bytes.begin());
  return boost::asio::ip::address_v6(bytes).to_string() + (kind_ == Kind::ipv6_64 ? "/64" : "/48");
}

}  // namespace parley
