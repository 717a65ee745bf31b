#include <parley/protocol/http_message.hpp>

#include <algorithm>

#include <parley/protocol/http_text.hpp>

namespace parley {

std::string_view HttpRequest::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const auto& header) { return same_token(header.first, name); });
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace parley
