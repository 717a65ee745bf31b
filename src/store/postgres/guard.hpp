// The edge where PostgreSQL's failures become errors. Any thread.
#pragma once

#include <parley/base/error.hpp>

#include "store/postgres/connection.hpp"

namespace parley::postgres {

// What the client is told when the database fails: come again soon.
Error unavailable(std::string detail);

// What whoever starts the program is told when the server cannot be used.
Error cannot_use(const std::exception& reason);

// Runs work() -> Result<T> and makes what it throws an error.
template <class Work>
auto guarded(Work work) -> std::invoke_result_t<Work&> {
  try {
    return work();
  } catch (const std::exception& reason) {
    return std::unexpected(cannot_use(reason));
  }
}

}  // namespace parley::postgres
