#include <parley/net/websocket_loop.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>

namespace parley {
namespace {

using Flush = ConnectionFlow::Flush;

constexpr std::size_t kReadBufferBytes = 128 * 1024;
constexpr milliseconds kTick{100};  // how exact the timers of connections are
constexpr std::size_t kSlots = 1024;  // slots of the timer wheel, each one tick long
constexpr milliseconds kDrainCheck{20};
// The number of connections of each list that are flushed before the loop reads again. Replies go first: the clients
// that wait for them send their next messages, which are committed and added to what the other connections still have
// queued. The others are then sent all of it in one call, which costs about as much for ten events as for one.
constexpr std::size_t kFlushedAtOnce = 32;
constexpr auto kAwaitTuple = asio::as_tuple(use_awaitable);

template <class List>
auto take_first(List& list) {
  auto first = std::move(list.front());
  list.pop_front();
  return first;
}

}  // namespace

WebSocketLoop::WebSocketLoop(asio::io_context& context, const Limits& limits, Metrics& metrics)
    : context_(context),
      limits_(limits),
      metrics_(metrics),
      read_buffer_(kReadBufferBytes),
      wheel_(Instant::clock::now(), kTick, kSlots),
      timer_(context.get_executor()),
      tasks_(context.get_executor()) {}

void WebSocketLoop::add(const std::shared_ptr<WebSocketConnection>& connection, std::string leftover) {
  connections_.emplace(connection->number(), connection);
  metrics_.websockets_accepted.add();
  metrics_.websocket_connections.add();
  wake_at(*connection, connection->wake(Instant::clock::now()));
  if (!std::exchange(is_wheel_turning_, true)) tasks_.spawn(turn_wheel());
  connection->start(std::move(leftover));
}

void WebSocketLoop::remove(WebSocketConnection& connection) {
  metrics_.websocket_connections.subtract();
  connections_.erase(connection.number());
}

void WebSocketLoop::flush(WebSocketConnection& connection, Flush list) {
  (list == Flush::soon ? soon_ : later_).push_back(connection.shared_from_this());
  if (!std::exchange(is_flush_posted_, true)) asio::post(context_, [this] { flush_some(); });
}

void WebSocketLoop::flush_some() {
  for (std::size_t i = 0; i < kFlushedAtOnce && !soon_.empty(); ++i) take_first(soon_)->flush(Flush::soon);
  for (std::size_t i = 0; i < kFlushedAtOnce && !later_.empty(); ++i) take_first(later_)->flush(Flush::later);
  is_flush_posted_ = !soon_.empty() || !later_.empty();
  if (is_flush_posted_) asio::post(context_, [this] { flush_some(); });
}

// Turns the timer wheel as long as there are connections, so that an idle loop has no timer.
Awaitable<void> WebSocketLoop::turn_wheel() {
  while (!connections_.empty()) {
    timer_.expires_after(wheel_.tick());
    if (const auto [cancelled] = co_await timer_.async_wait(kAwaitTuple); cancelled) break;
    const Instant now = Instant::clock::now();
    for (const std::uint64_t number : wheel_.advance(now)) {
      const auto found = connections_.find(number);
      if (found == connections_.end()) continue;
      const auto connection = found->second;  // a copy, because wake() may remove the connection
      wake_at(*connection, connection->wake(now));
    }
  }
  is_wheel_turning_ = false;
}

void WebSocketLoop::retire_all() {
  for (const auto& connection : all_connections()) connection->retire();
}

// Returns a copy, because the caller's next call to a connection may remove it.
std::vector<std::shared_ptr<WebSocketConnection>> WebSocketLoop::all_connections() const {
  std::vector<std::shared_ptr<WebSocketConnection>> all;
  for (const auto& [number, connection] : connections_) all.push_back(connection);
  return all;
}

Awaitable<void> WebSocketLoop::drain(Instant deadline) {
  Timer pause(context_.get_executor());
  while (!connections_.empty() && Instant::clock::now() < deadline) {
    pause.expires_after(kDrainCheck);
    co_await pause.async_wait(kAwaitTuple);
  }
  for (const auto& connection : all_connections()) connection->cut();
  timer_.cancel();
  tasks_.abort();
  co_await tasks_.join(deadline);
}

}  // namespace parley
