#include <parley/base/periodic.hpp>

#include <utility>

#include <boost/asio/as_tuple.hpp>

namespace parley {

Periodic::Periodic(Executor loop, milliseconds interval, std::function<Awaitable<void>()> work)
    : loop_(loop), interval_(interval), work_(std::move(work)), running_(loop) {}

void Periodic::start() { running_.spawn(work_after_each_interval()); }

void Periodic::start_now() { running_.spawn(work_from_now_on()); }

Awaitable<void> Periodic::stop(Instant deadline) {
  running_.abort();
  co_await running_.join(deadline);
}

Awaitable<void> Periodic::work_from_now_on() {
  co_await work_();
  co_await work_after_each_interval();
}

Awaitable<void> Periodic::work_after_each_interval() {
  Timer pause(loop_);
  for (;;) {
    pause.expires_after(interval_);
    if (const auto [cancelled] = co_await pause.async_wait(asio::as_tuple(use_awaitable)); cancelled) co_return;
    co_await work_();
  }
}

}  // namespace parley
