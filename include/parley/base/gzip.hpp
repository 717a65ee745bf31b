// Compresses bytes into the gzip format (RFC 1952), which HTTP's coding "gzip" is. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace parley {

// How much work to spend: `fast` for a reply that is made once, `smallest` for a file that is kept and sent often.
enum class GzipEffort { fast, smallest };

// REQUIRES: fewer than 4 GiB.
std::string gzip(std::string_view bytes, GzipEffort effort);

}  // namespace parley
