// Reads the URL of a Redis server: its host, port and database, and the user and password to sign in with. Values; any
// thread.
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
  std::string user;      // empty for the server's default user
  std::string password;  // empty if the server needs no password
  int database = 0;

  // Returns host:port/database, which contains no secret and is the same on every node.
  std::string label() const;
};

// Reads redis://[user[:password]@]host[:port][/database], with user and password percent-encoded if needed (RFC 3986).
// Errors: invalid_request; the detail says what is wrong without repeating the URL, which may contain a password.
Result<Address> parse_address(std::string_view url);

}  // namespace parley::redis
