// Validates UTF-8 (RFC 3629) that arrives in pieces, as RFC 6455 §8.1 requires for every text message. The decoder of a
// connection owns a validator and uses it on its loop. The state takes three bytes.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley {

class Utf8Validator {
 public:
  // Adds bytes to the text. Returns false as soon as the text cannot become valid any more: overlong forms, surrogates
  // and code points above U+10FFFF are found at the second byte of their sequence. The validator must not be used after
  // it returned false.
  [[nodiscard]] bool consume(std::string_view bytes);

  // Returns whether the text may end here, which is not the case inside a sequence.
  bool is_complete() const { return pending_ == 0; }

 private:
  bool begin_sequence(std::uint8_t lead);
  bool continue_sequence(std::uint8_t byte);

  std::uint8_t pending_ = 0;  // continuation bytes that must still follow
  std::uint8_t lowest_ = 0;  // least and greatest value of the next one
  std::uint8_t highest_ = 0;
};

// Returns whether the whole text is valid UTF-8.
bool is_utf8(std::string_view text);

}  // namespace parley
