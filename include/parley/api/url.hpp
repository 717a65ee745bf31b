// Taking a URL apart (RFC 3986). Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

// Replaces %XX; nothing where that is malformed or gives no valid UTF-8. `plus_is_space` as in a query.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// The parts between the slashes, still encoded: "/a/b" gives a, b.
std::vector<std::string_view> path_segments(std::string_view path);

// name=value pairs of a query, decoded, in order. Nothing where one cannot be decoded.
std::optional<std::vector<std::pair<std::string, std::string>>> query_parameters(std::string_view query);

}  // namespace parley
