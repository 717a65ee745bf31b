#include <parley/protocol/websocket/deflate.hpp>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <new>
#include <optional>

#include <zlib.h>

namespace parley::ws {
namespace {

constexpr int kRawWindowBits = -15;  // a negative number means deflate data without zlib's header and checksum

// The bytes with which zlib ends a flush. The sender cuts them off (RFC 7692 §7.2.1), and the receiver appends them
// again (§7.2.2).
constexpr std::string_view kFlushTail{"\x00\x00\xff\xff", 4};

// Converts a size to zlib's `uInt`. Messages are far smaller than its maximum.
uInt checked_size(std::size_t size) {
  assert(size <= std::numeric_limits<uInt>::max());
  return static_cast<uInt>(size);
}

// Returns the bytes as the non-const pointer that zlib takes for input. zlib does not write to it.
Bytef* input_pointer(std::string_view bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); }

class Compressor {
 public:
  Compressor() {
    if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRawWindowBits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Compressor() { deflateEnd(&stream_); }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  std::string run(std::string_view message) {
    deflateReset(&stream_);
    // deflateBound() does not include the bytes of the flush. One byte more shows that the output was not cut.
    std::string out(deflateBound(&stream_, checked_size(message.size())) + kFlushTail.size() + 1, '\0');
    stream_.next_in = input_pointer(message);
    stream_.avail_in = checked_size(message.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = checked_size(out.size());
    [[maybe_unused]] const int result = deflate(&stream_, Z_SYNC_FLUSH);
    assert(result == Z_OK && stream_.avail_in == 0 && stream_.avail_out > 0);
    out.resize(out.size() - stream_.avail_out - kFlushTail.size());
    return out;
  }

 private:
  z_stream stream_{};
};

class Decompressor {
 public:
  Decompressor() {
    if (inflateInit2(&stream_, kRawWindowBits) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Decompressor() { inflateEnd(&stream_); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  std::expected<std::string, CloseCode> run(std::string_view payload, std::size_t limit) {
    inflateReset(&stream_);
    written_ = 0;
    // Start with a guess of the message's size; inflate_all() makes the buffer longer as needed.
    std::string out(std::min(limit, std::max<std::size_t>(4 * payload.size(), 256)) + 1, '\0');
    for (const std::string_view part : {payload, kFlushTail}) {
      if (const auto failed = inflate_all(part, out, limit)) {
        return std::unexpected(*failed);
      }
    }
    // Data that ends within a block is not complete.
    if (!between_blocks_) {
      return std::unexpected(CloseCode::invalid_payload);
    }
    out.resize(written_);
    return out;
  }

 private:
  // Decompresses one part of the payload. `out` always has room for at least one byte more than was written, and at
  // most for one byte more than the limit: if that byte is written, the message is too big.
  std::optional<CloseCode> inflate_all(std::string_view part, std::string& out, std::size_t limit) {
    stream_.next_in = input_pointer(part);
    stream_.avail_in = checked_size(part.size());
    while (stream_.avail_in > 0) {
      stream_.next_out = reinterpret_cast<Bytef*>(out.data()) + written_;
      stream_.avail_out = checked_size(out.size() - written_);
      const int result = inflate_block();
      written_ = out.size() - stream_.avail_out;
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        return CloseCode::invalid_payload;
      }
      if (written_ > limit) {
        return CloseCode::message_too_big;
      }
      if (written_ == out.size()) {
        out.resize(std::min(limit, 2 * out.size()) + 1);
      }
    }
    return std::nullopt;
  }

  // Decompresses up to the end of a block or of the buffers. zlib reports the end of a block in bit 7 of data_type.
  int inflate_block() {
    constexpr int kBetweenBlocks = 128;
    const int result = inflate(&stream_, Z_BLOCK);
    between_blocks_ = (stream_.data_type & kBetweenBlocks) != 0;
    if (result == Z_STREAM_END) {
      // A block may be marked as the last one (RFC 7692 §7.2.3.4), and further blocks may follow it.
      inflateReset(&stream_);
    }
    return result;
  }

  z_stream stream_{};
  std::size_t written_ = 0;
  bool between_blocks_ = false;
};

}  // namespace

std::string compress(std::string_view message) {
  thread_local Compressor compressor;
  return compressor.run(message);
}

std::expected<std::string, CloseCode> decompress(std::string_view payload, std::size_t limit) {
  thread_local Decompressor decompressor;
  return decompressor.run(payload, limit);
}

}  // namespace parley::ws
