// Bounds the sizes of values as JSON, for replies that are limited in bytes. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <parley/core/conversation.hpp>

namespace parley {

// Each returns a number of bytes that the value as JSON does not exceed.
std::size_t wire_bytes(const Message& message);
std::size_t wire_bytes(const MessageVersion& version);
std::size_t wire_bytes(const Member& member);
std::size_t wire_bytes(const Conversation& conversation);
std::size_t wire_bytes(const ConversationSummary& summary);

template <class T>
std::size_t wire_bytes(const std::vector<T>& values) {
  std::size_t bytes = 0;
  for (const T& value : values) bytes += wire_bytes(value);
  return bytes;
}

// Returns how many values from the first on have at most `most` bytes together; at least one, if there is one.
template <class T>
std::size_t count_within(std::span<const T> values, std::size_t most) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const T& value : values) {
    bytes += wire_bytes(value);
    if (count > 0 && bytes > most) break;
    ++count;
  }
  return count;
}

}  // namespace parley
