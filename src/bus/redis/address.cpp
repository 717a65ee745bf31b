#include <charconv>
#include <utility>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include <parley/base/networks.hpp>
#include <parley/bus/redis.hpp>

#include "bus/redis/address.hpp"

namespace parley::redis {
namespace {

constexpr int kMostDatabases = 16384;  // far more than any Redis is configured with (the default is 16)

auto refuse(std::string detail) { return fail(ErrorCode::invalid_request, std::move(detail)); }

std::optional<int> read_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Reads the database's number from the URL's path. The paths "" and "/" mean database 0.
std::optional<int> read_database(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.empty()) return 0;
  const auto number = read_number(path);
  if (!number || *number < 0 || *number >= kMostDatabases) return std::nullopt;
  return number;
}

}  // namespace

std::string Address::label() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return is_ipv6 ? fmt::format("[{}]:{}/{}", host, port, database) : fmt::format("{}:{}/{}", host, port, database);
}

Result<Address> parse_address(std::string_view url) {
  const auto parsed = boost::urls::parse_uri({url.data(), url.size()});
  if (!parsed) return refuse("It is not a URL. Write redis://[user[:password]@]host[:port][/database].");
  if (parsed->scheme() == "rediss")
    return refuse("Debian's hiredis has no TLS: use redis:// to a TLS tunnel such as stunnel.");
  if (parsed->scheme() != "redis") return refuse("It does not start with redis://.");
  if (parsed->has_query() || parsed->has_fragment()) return refuse("It has more than host, port and database.");

  Address address;
  // An IPv6 address has brackets in a URL, but not where it is resolved.
  const std::string host = parsed->host();
  address.host = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
  if (address.host.empty()) return refuse("It contains no host.");
  address.user = parsed->user();
  address.password = parsed->password();
  if (parsed->has_port() && !parsed->port().empty()) {
    const auto port = read_number(std::string_view(parsed->port().data(), parsed->port().size()));
    if (!port || *port <= 0 || *port > 65535) return refuse("Its port is not valid.");
    address.port = static_cast<std::uint16_t>(*port);
  }
  const auto database = read_database(parsed->path());
  if (!database) return refuse("Its path is not the number of a database.");
  address.database = *database;
  return address;
}

}  // namespace parley::redis

namespace parley {

bool is_protected_redis_link(const std::string& url) {
  const auto address = redis::parse_address(url);
  return !address || is_this_machine(address->host);
}

}  // namespace parley
