// Compresses and decompresses payloads as permessage-deflate does (RFC 7692 §7.2), without context takeover: no message
// depends on an earlier one. Any thread; a thread that has used these functions keeps one compressor and one
// decompressor (about 300 kB).
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include <parley/protocol/close_code.hpp>

namespace parley::ws {

// Returns the payload of a frame with RSV1 set. Compression is worth its time for messages above about 1 kB.
std::string compress(std::string_view message);

// Returns the message that a compressed payload contains. Errors: `message_too_big` if it is longer than `limit` bytes,
// which is found without holding more than that in memory; `invalid_payload` if the payload is not complete deflate
// data.
std::expected<std::string, CloseCode> decompress(std::string_view payload, std::size_t limit);

}  // namespace parley::ws
