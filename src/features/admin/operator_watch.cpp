#include <parley/features/admin/operator_watch.hpp>

namespace parley {

Awaitable<void> OperatorWatch::look() {
  const Result<OperatorState> state = co_await database_.read(
      [](Transaction& tx) -> Result<OperatorState> { return tx.store<OperatorStore>().state(); });
  if (!state || known_ == *state) co_return;
  const bool is_first = !known_;
  known_ = *state;
  registration_.follow(state->registration_open);
  // A node that has just started has missed nothing.
  if (!is_first) changes_ += 1;
}

}  // namespace parley
