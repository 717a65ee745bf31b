// One connection that speaks HTTP. It reads requests one by one, lets the handler answer them, and closes the socket or
// hands it over when the client upgrades to a WebSocket. Its coroutine owns it, a child of the loop's task group; it is
// used on that loop only. An idle connection holds no buffers: they are allocated when there are bytes to read, and
// freed between requests.
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

// What all connections of a server share. Nothing in it changes except the counters; any thread.
struct HttpService {
  HttpHandler& handler;
  UpgradeHandler& upgrades;
  Metrics& metrics;
  Limits limits;
  OriginPolicy origins;
  TrustedProxies proxies;
  bool strict_transport = false;
  std::atomic<std::size_t> connections = 0;  // connections that speak HTTP, without those that were upgraded
};

// What the connections of one loop share. It is used on that loop only.
struct HttpLoop {
  explicit HttpLoop(Executor loop) : executor(loop), tasks(loop) {}

  Executor executor;
  TaskGroup tasks;
  bool draining = false;
  // Every connection reads into this buffer, so that none needs memory of its own for bytes that may arrive. The
  // content is valid only until the next co_await.
  std::array<char, 64 * 1024> scratch = {};
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(Socket socket, HttpLoop& loop, std::shared_ptr<HttpService> service);
  ~HttpConnection();

  // Runs the connection until its end. Throws nothing.
  static Awaitable<void> run(std::shared_ptr<HttpConnection> connection);

 private:
  enum class Next { request, close, nothing };  // `nothing`: the socket is closed, or was handed over
  struct Exchange;

  Awaitable<void> serve();
  Awaitable<bool> wait_for_request(bool first);
  Awaitable<Next> exchange_one();
  Task<void> read_request(Exchange& exchange);
  Result<void> check_head(std::string_view header, Exchange& exchange) const;
  Task<void> read_body(Exchange& exchange);
  Task<void> read_more(std::size_t at_most, std::string& to);
  std::optional<std::size_t> take_received(std::size_t at_most, std::string& to);
  Awaitable<HttpResponse> answer(Exchange& exchange);
  Awaitable<Next> upgrade(Exchange& exchange);
  Awaitable<Next> reply(HttpResponse response, Exchange& exchange);
  Awaitable<bool> write(std::string_view head, std::string_view body);
  Awaitable<void> close_gracefully();
  std::string peer_address() const;

  // Sets the deadline for all further waits for the client, until it is set again or cleared.
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
  Instant armed_ = Instant::max();  // the time for which the timer is set
  bool expired_ = false;
  std::string received_;  // bytes that were read and not used yet
};

}  // namespace parley
