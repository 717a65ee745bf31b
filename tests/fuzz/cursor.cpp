// Clients send cursors back. A text that decodes must encode to the same text again, so that each place in a list has
// exactly one cursor.
#include <parley/protocol/cursor.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto cursor = parley::decode_cursor(text);
  if (cursor && parley::encode_cursor(*cursor) != text) std::abort();
  const auto place = parley::decode_place_cursor(text);
  if (place && parley::encode_cursor(*place) != text) std::abort();
  return 0;
}
