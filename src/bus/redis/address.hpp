// Where a Redis is and who we are there, read from its URL. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <parley/base/error.hpp>

namespace parley::redis {

struct Address {
  std::string host;
  std::uint16_t port = 6379;
  std::string user;      // empty: the server's default one
  std::string password;  // empty: we do not sign in
  int database = 0;

  // host:port/database: what may be shown, and the same on every node.
  std::string label() const;
};

// redis://[user[:password]@]host[:port][/database], user and password percent-encoded where they need it (RFC 3986).
// The error's detail says what is wrong without repeating the URL, which may hold a password.
Result<Address> parse_address(std::string_view url);

}  // namespace parley::redis
