#include <parley/protocol/utf8.hpp>

#include <cstddef>
#include <cstring>

namespace parley {
namespace {

// Returns the number of ASCII bytes at the start. Most text is mostly ASCII, so eight bytes are checked at once.
std::size_t ascii_prefix(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::size_t size = 0;
  for (; size + sizeof(std::uint64_t) <= bytes.size(); size += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + size, sizeof(word));
    if ((word & kHighBits) != 0) {
      break;
    }
  }
  while (size < bytes.size() && static_cast<std::uint8_t>(bytes[size]) < 0x80) {
    ++size;
  }
  return size;
}

}  // namespace

// Between two sequences ASCII is skipped at once; within a sequence each byte is checked by itself.
bool Utf8Validator::consume(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (pending_ == 0) {
      at += ascii_prefix(bytes.substr(at));
      if (at == bytes.size()) {
        return true;
      }
      if (!begin_sequence(static_cast<std::uint8_t>(bytes[at]))) {
        return false;
      }
    } else if (!continue_sequence(static_cast<std::uint8_t>(bytes[at]))) {
      return false;
    }
    ++at;
  }
  return true;
}

// Sets the state for a lead byte, following the table of well-formed sequences (Unicode 15, §3.9, table 3-7). Only the
// second byte of a sequence can have narrower bounds than 80 to BF.
bool Utf8Validator::begin_sequence(std::uint8_t lead) {
  lowest_ = 0x80;
  highest_ = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    pending_ = 1;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    pending_ = 2;
    if (lead == 0xE0) {
      lowest_ = 0xA0;  // lower values are overlong
    } else if (lead == 0xED) {
      highest_ = 0x9F;  // higher values are surrogates
    }
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    pending_ = 3;
    if (lead == 0xF0) {
      lowest_ = 0x90;  // lower values are overlong
    } else if (lead == 0xF4) {
      highest_ = 0x8F;  // higher values are above U+10FFFF
    }
  }
  return pending_ > 0;
}

bool Utf8Validator::continue_sequence(std::uint8_t byte) {
  if (byte < lowest_ || byte > highest_) {
    return false;
  }
  lowest_ = 0x80;
  highest_ = 0xBF;
  --pending_;
  return true;
}

bool is_utf8(std::string_view text) {
  Utf8Validator validator;
  return validator.consume(text) && validator.is_complete();
}

}  // namespace parley
