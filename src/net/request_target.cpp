#include <parley/net/request_target.hpp>

#include <algorithm>
#include <string>

#include <parley/protocol/http_text.hpp>

namespace parley {
namespace {

// Returns whether the character is a pchar or "/" (RFC 3986 §3.3). Percent-encodings are handled separately.
constexpr bool is_path_character(char character) {
  return is_digit(character) || is_letter(character) ||
         std::string_view("-._~!$&'()*+,;=:@/").find(character) != std::string_view::npos;
}

// Returns whether the character may occur in a query (RFC 3986 §3.4), or browsers send it there without encoding it
// (URL Standard, query percent-encode set).
constexpr bool is_query_character(char character) {
  return is_path_character(character) || std::string_view("?[]{}|\\^`").find(character) != std::string_view::npos;
}

// Decodes percent-encodings. Errors: malformed for an invalid encoding and for a character that is not permitted.
Result<std::string> decode(std::string_view text, bool (*permitted)(char)) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return fail(ErrorCode::malformed, "The target has an invalid percent-encoding.");
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else if (permitted(text[i])) {
      decoded.push_back(text[i]);
    } else {
      return fail(ErrorCode::malformed, "The target has a character that must be percent-encoded.");
    }
  }
  return decoded;
}

// Returns whether a decoded path has a segment "." or "..". A backslash separates segments too, because some file
// systems and proxies treat it so.
bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    const auto end = std::min(path.find_first_of("/\\"), path.size());
    const auto segment = path.substr(0, end);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return false;
}

}  // namespace

Result<RequestTarget> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return fail(ErrorCode::malformed, "The target must be a path.");
  const auto question = std::min(target.find('?'), target.size());
  const RequestTarget parts{target.substr(0, question), target.substr(std::min(question + 1, target.size()))};

  // The decoded texts are only checked and then dropped. The caller decodes each segment itself, because an encoded
  // slash must not separate segments.
  const auto path = decode(parts.path, is_path_character);
  if (!path) return std::unexpected(path.error());
  if (has_control(*path)) return fail(ErrorCode::malformed, "The path has an encoded control character.");
  if (has_dot_segment(*path)) return fail(ErrorCode::malformed, "The path has a dot segment.");
  if (const auto query = decode(parts.query, is_query_character); !query) return std::unexpected(query.error());
  return parts;
}

}  // namespace parley
