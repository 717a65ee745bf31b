#include <parley/hub/sweeper.hpp>

#include <algorithm>

#include <boost/asio/redirect_error.hpp>

#include <parley/base/log.hpp>

namespace parley {

bool SweepSchedule::take_all(Instant now, const BusStatus& status) {
  const bool was_interrupted = std::exchange(interruptions_, status.interruptions) != status.interruptions;
  must_sweep_ = must_sweep_ || was_interrupted;
  const auto age = now - swept_at_;
  const bool is_due = age >= limits_.interval || (!status.is_whole && age >= limits_.interval_while_interrupted);
  if (!is_due && !must_sweep_) return false;
  must_sweep_ = false;
  swept_at_ = now;
  return true;
}

Sweeper::Sweeper(Executor loop, Streams& streams, ReadRevs read_revs, CheckBus check_bus, SweepLimits limits)
    : streams_(streams),
      read_revs_(std::move(read_revs)),
      check_bus_(std::move(check_bus)),
      limits_(limits),
      schedule_(limits, Instant::clock::now()),
      timer_(loop) {}

void Sweeper::mark_suspect(std::span<const Topic> topics) {
  const bool is_first = !schedule_.has_suspects();
  schedule_.mark_suspect(topics);
  if (!is_first) return;
  // Brings the next turn forward. Setting the timer ends a wait in pause(), which then waits again until the new time.
  timer_.expires_after(limits_.settling);
}

Awaitable<void> Sweeper::run() {
  for (;;) {
    if (!co_await pause()) co_return;
    // Sweeping everything includes the suspect topics.
    if (schedule_.take_all(Instant::clock::now(), check_bus_())) {
      schedule_.take_suspects();
      co_await sweep(streams_.topics());
    } else if (schedule_.has_suspects()) {
      co_await sweep(schedule_.take_suspects());
    }
  }
}

// Waits until the next turn. Returns false if the coroutine was cancelled.
Awaitable<bool> Sweeper::pause() {
  timer_.expires_after(schedule_.has_suspects() ? limits_.settling : limits_.check_interval);
  boost::system::error_code moved;
  // The wait fails when mark_suspect() moves the timer and when the coroutine is cancelled, with the same error. The
  // cancellation state tells them apart.
  do {
    co_await timer_.async_wait(asio::redirect_error(use_awaitable, moved));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return false;
  } while (moved);
  co_return true;
}

// Compares the streams in groups, so that one question does not keep the database busy for long.
Awaitable<void> Sweeper::sweep(std::vector<Topic> topics) {
  for (std::size_t start = 0; start < topics.size(); start += limits_.topics_at_once) {
    const auto first = topics.begin() + static_cast<std::ptrdiff_t>(start);
    const auto count = static_cast<std::ptrdiff_t>(std::min(limits_.topics_at_once, topics.size() - start));
    if (!co_await sweep_some({first, first + count})) co_return;
  }
}

// Compares some streams. Returns false if the database could not be read.
Awaitable<bool> Sweeper::sweep_some(std::vector<Topic> topics) {
  Result<std::vector<StreamRev>> revs = co_await read_revs_(std::move(topics));
  if (!revs) {
    schedule_.failed();
    log::debug("hub.sweep_failed", {{"detail", revs.error().detail}});
    co_return false;
  }
  const Instant now = Instant::clock::now();
  for (const StreamRev& stream : *revs) streams_.observe(stream, now);
  co_return true;
}

}  // namespace parley
