// Splits and decodes URLs (RFC 3986). Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

// Replaces each %XX by its byte (RFC 3986 §2.1), and + by a space if `plus_is_space` is set, as forms encode queries.
// Returns nothing if the text is malformed or the result is not valid UTF-8.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// Returns the segments between the slashes, still encoded: /a/b gives a and b.
std::vector<std::string_view> path_segments(std::string_view path);

// Returns the name=value pairs of a query, decoded and in order. Returns nothing if one of them cannot be decoded.
std::optional<std::vector<std::pair<std::string, std::string>>> query_parameters(std::string_view query);

}  // namespace parley
