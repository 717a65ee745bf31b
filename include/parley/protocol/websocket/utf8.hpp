// UTF-8 validation of text that arrives in pieces (RFC 3629; RFC 6455 §8.1 wants it of every text message). Owned by
// the decoder of one connection, on its loop. Three bytes of state.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::ws {

class Utf8Validator {
 public:
  // False at the first byte after which the text cannot become valid any more; overlong forms, surrogates and what lies
  // beyond U+10FFFF are found by the second byte of their sequence. The validator is of no use after a false.
  [[nodiscard]] bool consume(std::string_view bytes);

  // Whether the text may end here, that is, not inside a sequence.
  bool is_complete() const { return pending_ == 0; }

 private:
  bool begin_sequence(std::uint8_t lead);
  bool continue_sequence(std::uint8_t byte);

  std::uint8_t pending_ = 0;  // continuation bytes that are still owed
  std::uint8_t lowest_ = 0;  // bounds of the next one
  std::uint8_t highest_ = 0;
};

// Whether the whole of `text` is valid UTF-8.
bool is_utf8(std::string_view text);

}  // namespace parley::ws
