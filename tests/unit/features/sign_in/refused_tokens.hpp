// The tables of access tokens that must be refused, each token named after its fault. Values; the tests' thread.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <parley/features/sign_in/access_token.hpp>

namespace parley::token_forge {

struct Refused {
  std::string name;
  std::string token;
  ErrorCode code = ErrorCode::unauthenticated;
};

inline std::ostream& operator<<(std::ostream& out, const Refused& row) { return out << row.name; }

// The text with the first occurrence of `what` replaced.
inline std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

// Tokens whose header is at fault: the algorithm, the key, or a member that the server does not accept.
std::vector<Refused> tokens_with_bad_headers();

// Tokens whose payload is at fault: its text, its members, what these say, or that it has expired.
std::vector<Refused> tokens_with_bad_payloads();

inline void append(std::vector<Refused>& rows, const std::vector<Refused>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace parley::token_forge
