#include <parley/protocol/text.hpp>

#include <algorithm>

namespace parley {

std::size_t count_characters(std::string_view utf8) {
  // Every byte but a continuation byte (10xxxxxx) starts a code point.
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

bool has_control_characters(std::string_view utf8, bool multiline) {
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte < 0x20 && !(multiline && (byte == '\n' || byte == '\t'))) return true;
    if (byte == 0x7f) return true;
    // The C1 control characters U+0080 to U+009F are encoded as the bytes C2 80 to C2 9F.
    if (byte == 0xc2 && at + 1 < utf8.size() && static_cast<unsigned char>(utf8[at + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace parley
