// Defines the rules for the texts in the configuration. Pure; any thread.
#pragma once

#include <string_view>

#include <parley/app/configuration_keys.hpp>

namespace parley::text_rules {

bool is_address(std::string_view text);
bool is_network(std::string_view text);
bool is_origin(std::string_view text);
bool is_origin_or_empty(std::string_view text);
bool is_host_name(std::string_view text);
bool is_path(std::string_view text);
bool is_claim(std::string_view text);
bool is_postgres_url_or_empty(std::string_view text);
bool is_redis_url(std::string_view text);
bool is_any(std::string_view text);

inline constexpr TextRule kAddress{"an IP address", is_address};
// Accepts an address, or a network in CIDR notation (RFC 4632 §3.1).
inline constexpr TextRule kNetwork{"an IP address or a network such as 10.0.0.0/8", is_network};
// Accepts an origin as browsers send it (RFC 6454 §6.2): scheme, host, and the port if it is not the scheme's default.
inline constexpr TextRule kOrigin{"an origin such as https://app.example.org, without a path", is_origin};
inline constexpr TextRule kOriginOrEmpty{"empty or a URL such as https://chat.example.org, without a path",
                                         is_origin_or_empty};
inline constexpr TextRule kHostName{"a host name such as chat.internal, without a port", is_host_name};
inline constexpr TextRule kPath{"a path", is_path};
inline constexpr TextRule kPostgresUrlOrEmpty{"a URL such as postgresql://parley@db.example.org/parley",
                                              is_postgres_url_or_empty};
inline constexpr TextRule kRedisUrl{"a URL such as redis://cache.example.org:6379/0 (rediss:// is not supported)",
                                    is_redis_url};
inline constexpr TextRule kAnyText{"a text", is_any};
inline constexpr TextRule kClaim{"a text of 1 to 200 characters", is_claim};

}  // namespace parley::text_rules
