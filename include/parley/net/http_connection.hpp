// One connection while it speaks HTTP: reads requests one by one, has them answered, and closes, or hands its socket on
// when the client upgrades to a WebSocket. Owned by its coroutine, a child of its loop's task group; lives on that loop
// alone. A silent connection holds no buffers: they are made when bytes are there to read, and given back between
// requests.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <parley/api/http_handler.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/net/client_address.hpp>
#include <parley/net/origin_policy.hpp>
#include <parley/net/request_check.hpp>
#include <parley/net/response_head.hpp>
#include <parley/net/socket.hpp>
#include <parley/net/upgrade_handler.hpp>

namespace parley {

// What all sessions of a server share. Immutable but for what is counted; any thread.
struct HttpService {
  HttpHandler& handler;
  UpgradeHandler& upgrades;
  Metrics& metrics;
  Limits limits;
  OriginPolicy origins;
  TrustedProxies proxies;
  bool strict_transport = false;
  std::atomic<std::size_t> connections = 0;  // that speak HTTP; one that was upgraded counts no more
};

// What the sessions of one loop share. Lives on that loop.
struct HttpLoop {
  explicit HttpLoop(Executor loop) : executor(loop), tasks(loop) {}

  Executor executor;
  TaskGroup tasks;
  bool draining = false;
  // Everything is read into this, so that no connection needs room of its own for what may come. Its content is used up
  // before the next co_await.
  std::array<char, 64 * 1024> scratch = {};
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(Socket socket, HttpLoop& loop, std::shared_ptr<HttpService> service);
  ~HttpConnection();

  // Runs the connection to its end. Throws nothing.
  static Awaitable<void> run(std::shared_ptr<HttpConnection> session);

 private:
  enum class Next { request, close, nothing };  // nothing: the socket is closed, or belongs to somebody else
  struct Exchange;

  Awaitable<void> serve();
  Awaitable<bool> wait_for_request(bool first);
  Awaitable<Next> exchange_one();
  Task<void> read_request(Exchange& exchange);
  Result<void> understand(std::string_view header, Exchange& exchange) const;
  Task<void> read_body(Exchange& exchange);
  Task<void> read_more(std::size_t at_most, std::string& to);
  std::optional<std::size_t> take_received(std::size_t at_most, std::string& to);
  Awaitable<HttpResponse> answer(Exchange& exchange);
  Awaitable<Next> upgrade(Exchange& exchange);
  Awaitable<Next> reply(HttpResponse response, Exchange& exchange);
  Awaitable<bool> write(std::string_view head, std::string_view body);
  Awaitable<void> close_gracefully();
  std::string peer_address() const;

  // Everything that is awaited of the client from here on must have come when this time has passed.
  void set_deadline(std::chrono::steady_clock::duration from_now);
  void clear_deadline();
  void arm_timer();
  void on_timer();
  Awaitable<void> wait(Socket::wait_type type);

  Socket socket_;
  HttpLoop& loop_;
  std::shared_ptr<HttpService> service_;
  Timer timer_;
  Instant deadline_ = Instant::max();
  Instant armed_ = Instant::max();  // when the timer will look
  bool expired_ = false;
  std::string received_;  // read, and not yet used
};

}  // namespace parley
