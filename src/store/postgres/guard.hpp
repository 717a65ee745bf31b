// Converts PostgreSQL's exceptions into errors. Any thread.
#pragma once

#include <parley/base/error.hpp>

#include "store/postgres/connection.hpp"

namespace parley::postgres {

// Returns the error for the operator who starts the program when the PostgreSQL server cannot be used.
Error cannot_use(const std::exception& reason);

// Runs work() -> Result<T>, and turns an exception into the error of cannot_use().
template <class Work>
auto guarded(Work work) -> std::invoke_result_t<Work&> {
  try {
    return work();
  } catch (const std::exception& reason) {
    return std::unexpected(cannot_use(reason));
  }
}

}  // namespace parley::postgres
