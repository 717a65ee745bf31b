// Feeds what another node publishes, or any other bytes on our channels, to the decoder. Nothing may crash or read
// beyond the end, and an accepted publication encodes to the same bytes, so that it has exactly one form.
#include <cstdint>
#include <cstdlib>

#include "../../src/bus/redis/publication_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley;
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const auto publisher = redis::publisher_of(message);
  const auto decoded = redis::decode_publications(message, Instant());
  if (!decoded) return 0;
  if (!publisher) std::abort();
  std::vector<const Publication*> publications;
  for (const Publication& publication : *decoded) publications.push_back(&publication);
  if (redis::encode_publications(*publisher, publications) != message) std::abort();
  return 0;
}
