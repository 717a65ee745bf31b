#include <parley/base/gzip.hpp>

#include <cassert>
#include <new>

#include <zlib.h>

namespace parley {

std::string gzip(std::string_view bytes, GzipEffort effort) {
  constexpr int kWindowBits = 15;
  constexpr int kGzipFormat = 16;  // added to the window's bits, it selects the header and trailer of gzip
  constexpr int kUsualMemory = 8;
  z_stream stream{};
  const int level = effort == GzipEffort::fast ? Z_BEST_SPEED : Z_BEST_COMPRESSION;
  if (deflateInit2(&stream, level, Z_DEFLATED, kWindowBits + kGzipFormat, kUsualMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  // deflateBound() promises that the output fits, so that one call does all the work.
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  [[maybe_unused]] const int result = deflate(&stream, Z_FINISH);
  assert(result == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace parley
