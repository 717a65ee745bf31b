#include <iterator>

#include <fmt/format.h>

#include "bus/redis/command.hpp"

namespace parley::redis {

std::string encode_command(std::span<const std::string_view> words) {
  constexpr std::size_t kFraming = 16;  // a word's length and two line ends fit into this
  std::size_t size = kFraming;
  for (const std::string_view word : words) size += word.size() + kFraming;
  std::string bytes;
  bytes.reserve(size);
  fmt::format_to(std::back_inserter(bytes), "*{}\r\n", words.size());
  for (const std::string_view word : words) {
    fmt::format_to(std::back_inserter(bytes), "${}\r\n", word.size());
    bytes.append(word).append("\r\n");
  }
  return bytes;
}

std::string encode_command(std::initializer_list<std::string_view> words) {
  return encode_command(std::span(words.begin(), words.size()));
}

}  // namespace parley::redis
