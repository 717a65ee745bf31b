#include <parley/core/repeat.hpp>

namespace parley {

Task<void> repeat_write(Database& database, std::size_t most, std::function<std::size_t(Transaction&)> step) {
  for (;;) {
    const std::size_t done =
        CO_TRY(co_await database.write([step](Transaction& tx) -> Result<std::size_t> { return step(tx); }));
    if (done < most) co_return Result<void>();
  }
}

}  // namespace parley
