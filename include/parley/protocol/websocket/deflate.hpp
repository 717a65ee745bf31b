// The payload transformation of permessage-deflate (RFC 7692 §7.2) without context takeover: every message stands
// alone. Any thread; each thread keeps one compressor and one decompressor (about 300 kB) once it used them.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include <parley/protocol/close_code.hpp>

namespace parley::ws {

// The payload of a frame with RSV1 set. Worth its time above about 1 kB.
std::string compress(std::string_view message);

// The message that a compressed payload holds, of at most `limit` bytes. `message_too_big` when it has more, found
// without ever holding more; `invalid_payload` when the payload is no complete deflate data.
std::expected<std::string, CloseCode> decompress(std::string_view payload, std::size_t limit);

}  // namespace parley::ws
