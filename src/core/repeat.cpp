#include <parley/core/repeat.hpp>

namespace parley {

Task<void> repeat_write(Database& database, std::size_t most, std::function<std::size_t(Transaction&)> step) {
  for (;;) {
    const auto done = co_await database.write([step](Transaction& tx) -> Result<std::size_t> { return step(tx); });
    if (!done) co_return std::unexpected(done.error());
    if (*done < most) co_return Result<void>();
  }
}

}  // namespace parley
