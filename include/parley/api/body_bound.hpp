// Says how large the body of a request of an operation may be, from what its fields may hold. So a request that the
// operation could not accept anyway is refused by its Content-Length, before any of its body is read. Pure; any thread.
#pragma once

#include <cstddef>

#include <parley/api/operation_table.hpp>

namespace parley {

// Returns a number of bytes. It is kOpenBodyMost for an operation that is open to everyone, and for one that ignores a
// body. For any other one it is what the largest valid request takes, however its texts are escaped, and kOpenBodyMost
// more, but at most limits.body_bytes.
std::size_t body_bound(const Operation& operation, const Limits& limits);

}  // namespace parley
