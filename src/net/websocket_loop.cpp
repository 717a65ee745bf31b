#include <parley/net/websocket_loop.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>

namespace parley {
namespace {

constexpr std::size_t kReadBufferBytes = 128 * 1024;
constexpr milliseconds kTick{100};
constexpr std::size_t kSlots = 1024;
constexpr milliseconds kDrainCheck{20};
// So many sessions of each list are flushed before the loop looks at what came in meanwhile. Those with answers go
// first: what they ask next is read, committed and added to what the others still wait for, who are then sent all of it
// in one call. A send costs the same for one event and for ten.
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

void WebSocketLoop::add(const std::shared_ptr<WebSocketConnection>& session, std::string leftover) {
  sessions_.emplace(session->number(), session);
  metrics_.websockets_accepted.add();
  metrics_.websocket_connections.add();
  wake_at(*session, session->wake(Instant::clock::now()));
  if (!std::exchange(turning_, true)) tasks_.spawn(turn_wheel());
  session->start(std::move(leftover));
}

void WebSocketLoop::remove(WebSocketConnection& session) {
  metrics_.websocket_connections.subtract();
  sessions_.erase(session.number());
}

void WebSocketLoop::flush_soon(WebSocketConnection& session) { add_to(answered_, session); }

void WebSocketLoop::flush_later(WebSocketConnection& session) { add_to(dirty_, session); }

void WebSocketLoop::add_to(FlushList& list, WebSocketConnection& session) {
  list.push_back(session.shared_from_this());
  if (!std::exchange(flush_is_due_, true)) asio::post(context_, [this] { flush_some(); });
}

void WebSocketLoop::flush_some() {
  for (std::size_t i = 0; i < kFlushedAtOnce && !answered_.empty(); ++i) take_first(answered_)->flush_answers();
  for (std::size_t i = 0; i < kFlushedAtOnce && !dirty_.empty(); ++i) take_first(dirty_)->flush();
  flush_is_due_ = !answered_.empty() || !dirty_.empty();
  if (flush_is_due_) asio::post(context_, [this] { flush_some(); });
}

Awaitable<void> WebSocketLoop::turn_wheel() {
  while (!sessions_.empty()) {
    timer_.expires_after(wheel_.tick());
    if (const auto [cancelled] = co_await timer_.async_wait(kAwaitTuple); cancelled) break;
    const Instant now = Instant::clock::now();
    for (const std::uint64_t number : wheel_.advance(now)) {
      const auto found = sessions_.find(number);
      if (found == sessions_.end()) continue;
      const auto session = found->second;
      wake_at(*session, session->wake(now));
    }
  }
  turning_ = false;
}

void WebSocketLoop::retire_all() {
  for (const auto& session : all_sessions()) session->retire();
}

// A copy, because what is done to a session may remove it.
std::vector<std::shared_ptr<WebSocketConnection>> WebSocketLoop::all_sessions() const {
  std::vector<std::shared_ptr<WebSocketConnection>> all;
  for (const auto& [number, session] : sessions_) all.push_back(session);
  return all;
}

Awaitable<void> WebSocketLoop::drain(Instant deadline) {
  Timer pause(context_.get_executor());
  while (!sessions_.empty() && Instant::clock::now() < deadline) {
    pause.expires_after(kDrainCheck);
    co_await pause.async_wait(kAwaitTuple);
  }
  for (const auto& session : all_sessions()) session->cut();
  timer_.cancel();
  tasks_.abort();
  co_await tasks_.join(deadline);
}

}  // namespace parley
