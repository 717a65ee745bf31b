// Reads what base/gzip.hpp writes, to check it. Pure; any thread.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <zlib.h>

namespace parley::testing {

// Returns the bytes that were compressed. Throws std::runtime_error if this is not one whole gzip member (RFC 1952).
inline std::string gunzip(std::string_view compressed) {
  constexpr int kGzipFormat = 16 + 15;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipFormat) != Z_OK) throw std::runtime_error("inflateInit2 failed");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  std::string out;
  std::string piece(16 * 1024, '\0');
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    result = inflate(&stream, Z_NO_FLUSH);
    out.append(piece, 0, piece.size() - stream.avail_out);
  }
  const bool is_whole = result == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (!is_whole) throw std::runtime_error("This is not a gzip member.");
  return out;
}

}  // namespace parley::testing
