#include <fmt/format.h>

#include "store/postgres/guard.hpp"

namespace parley::postgres {

Error cannot_use(const std::exception& reason) {
  return {.code = ErrorCode::unavailable, .detail = fmt::format("The database cannot be used: {}", reason.what())};
}

}  // namespace parley::postgres
