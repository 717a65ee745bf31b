#include <parley/base/task_group.hpp>

#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace parley {
namespace {

void rethrow_unless_cancelled(std::exception_ptr failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
  }
}

}  // namespace

void TaskGroup::spawn(Awaitable<void> child) {
  // Each child has its own signal, since a signal reaches one slot only. The signal lives until the child has ended.
  const auto signal = children_.emplace(children_.end());
  auto finish = [this, signal](std::exception_ptr failure) {
    children_.erase(signal);
    if (children_.empty() && waiter_ != nullptr) waiter_->cancel();
    rethrow_unless_cancelled(std::move(failure));
  };
  asio::co_spawn(loop_, std::move(child), asio::bind_cancellation_slot(signal->slot(), std::move(finish)));
}

// A child may end, and so erase its signal, inside emit(); the iterator therefore moves on first.
void TaskGroup::emit(asio::cancellation_type type) {
  for (auto child = children_.begin(); child != children_.end();) (child++)->emit(type);
}

Awaitable<bool> TaskGroup::join(Instant deadline) {
  if (children_.empty()) co_return true;
  Timer timer(loop_, deadline);
  waiter_ = &timer;
  co_await timer.async_wait(asio::as_tuple(use_awaitable));
  waiter_ = nullptr;
  co_return children_.empty();
}

}  // namespace parley
