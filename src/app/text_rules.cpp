#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <parley/base/task.hpp>

#include "app/text_rules.hpp"

namespace parley::text_rules {
namespace {

// Returns whether the text is a port other than 0. Boost 1.81's port_number() is not used, because it silently
// truncates numbers above 65535.
bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port != 0;
}

}  // namespace

bool is_address(std::string_view text) {
  boost::system::error_code error;
  asio::ip::make_address(text, error);
  return !error;
}

bool is_network(std::string_view text) {
  if (is_address(text)) return true;
  boost::system::error_code error;
  asio::ip::make_network_v4(text, error);
  if (!error) return true;
  asio::ip::make_network_v6(text, error);
  return !error;
}

// Returns whether the text is an origin. A slash at the end is refused, because the Origin header has none.
bool is_origin(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (url.has_error()) return false;
  const bool web = url->scheme_id() == boost::urls::scheme::http || url->scheme_id() == boost::urls::scheme::https;
  return web && !url->encoded_host().empty() && !url->has_userinfo() && url->encoded_path().empty() &&
         !url->has_query() && !url->has_fragment() && (!url->has_port() || is_port(url->port()));
}

bool is_origin_or_empty(std::string_view text) { return text.empty() || is_origin(text); }

// Returns whether the text is a name of DNS (RFC 1123 §2.1). Underscores are permitted, because names of containers
// have them.
bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '-' || letter == '.' || letter == '_';
  });
}

bool is_path(std::string_view text) { return !text.empty(); }

bool is_claim(std::string_view text) { return !text.empty() && text.size() <= 200; }

bool is_postgres_url_or_empty(std::string_view text) {
  return text.empty() || text.starts_with("postgresql://") || text.starts_with("postgres://");
}

bool is_redis_url(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (url.has_error() || url->scheme() != "redis" || url->encoded_host().empty()) return false;
  const std::string_view database = std::string_view(url->encoded_path()).substr(url->encoded_path().empty() ? 0 : 1);
  const bool is_number = std::ranges::all_of(database, [](char digit) { return digit >= '0' && digit <= '9'; });
  return is_number && !url->has_query() && !url->has_fragment() && (!url->has_port() || is_port(url->port()));
}

bool is_any(std::string_view /*text*/) { return true; }

}  // namespace parley::text_rules
