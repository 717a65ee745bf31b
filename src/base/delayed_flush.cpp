#include <parley/base/delayed_flush.hpp>

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>

namespace parley {

DelayedFlush::DelayedFlush(Executor loop, milliseconds delay, std::function<Awaitable<void>()> flush)
    : loop_(loop), delay_(delay), flush_(std::move(flush)), running_(loop) {}

void DelayedFlush::request() {
  asio::post(loop_, [this] {
    if (!is_stopped_) running_.spawn(pause_and_flush());
  });
}

Awaitable<void> DelayedFlush::stop(Instant deadline) {
  is_stopped_ = true;
  running_.abort();
  co_await running_.join(deadline);
}

Awaitable<void> DelayedFlush::pause_and_flush() {
  Timer pause(loop_, delay_);
  const auto [cancelled] = co_await pause.async_wait(asio::as_tuple(use_awaitable));
  if (!cancelled) co_await flush_();
}

}  // namespace parley
