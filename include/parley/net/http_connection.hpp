// One connection that speaks HTTP. It reads requests one by one, lets the handler answer them, and closes the socket or
// hands it over when the client upgrades to a WebSocket. Its coroutine owns it, a child of the loop's task group; it is
// used on that loop only. An idle connection holds no buffers: they are allocated when there are bytes to read, and
// freed between requests.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <parley/api/http_handler.hpp>
#include <parley/base/byte_budget.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/net/address_counts.hpp>
#include <parley/net/client_address.hpp>
#include <parley/net/origin_policy.hpp>
#include <parley/net/request_check.hpp>
#include <parley/net/response_head.hpp>
#include <parley/net/timed_socket.hpp>
#include <parley/net/upgrade_handler.hpp>

namespace parley {

class HttpConnection;

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
  std::shared_ptr<AddressCounts> addresses = std::make_shared<AddressCounts>(limits.connections_per_address);
  ByteBudget unread_bytes{limits.unread_body_bytes};  // headers and bodies of which more has to come
  ByteBudget unsent_replies{limits.unsent_reply_bytes};  // responses that their clients have not read yet
};

// What the connections of one loop share. It is used on that loop only.
struct HttpLoop {
  explicit HttpLoop(Executor loop) : executor(loop), tasks(loop) {}

  Executor executor;
  TaskGroup tasks;
  bool draining = false;
  std::list<HttpConnection*> idle = {};  // connections that wait for a request, the one that waits longest first
  // Every connection reads into this buffer, so that none needs memory of its own for bytes that may arrive. The
  // content is valid only until the next co_await.
  std::array<char, 64 * 1024> scratch = {};
};

class HttpConnection {
 public:
  // `place` is the connection's place among those of its address. It is empty if that is not known yet, because a
  // proxy will name the client.
  HttpConnection(Socket socket, HttpLoop& loop, std::shared_ptr<HttpService> service, AddressPlace place);
  ~HttpConnection();

  // Runs the connection until its end. Throws nothing.
  static Awaitable<void> run(std::shared_ptr<HttpConnection> connection);
  // Closes the connection that has waited longest for a request, if there is one. Called on the loop.
  static void close_oldest_idle(HttpLoop& loop);

 private:
  enum class Next { request, close, nothing };  // `nothing`: the socket is closed, or was handed over
  struct Exchange;
  class IdleMark;

  Awaitable<void> serve();
  Awaitable<bool> wait_for_request(bool first);
  Awaitable<Next> exchange_one();
  Task<void> read_head(Exchange& exchange);
  Result<void> check_head(std::string_view header, Exchange& exchange) const;
  Task<void> read_more(std::size_t at_most);
  std::optional<std::size_t> take_received(std::size_t at_most);
  Awaitable<HttpDecision> admit(Exchange& exchange);
  Awaitable<HttpResponse> answer(HttpAdmission& admission, Exchange& exchange);
  Awaitable<Next> upgrade(Exchange& exchange);
  bool take_place(const std::string& address);
  Awaitable<Next> fail_request(const Error& error, Exchange& exchange);
  Awaitable<Next> reply_without_body(HttpResponse response, Exchange& exchange);
  Awaitable<Next> reply(HttpResponse response, Exchange& exchange);
  std::string payer_of(const Exchange& exchange) const;
  void leave_idle_list();

  std::shared_ptr<TimedSocket> socket_;
  HttpLoop& loop_;
  std::shared_ptr<HttpService> service_;
  AddressPlace place_;
  std::optional<std::list<HttpConnection*>::iterator> idle_;  // its entry on the loop's list
  std::string received_;  // bytes that were read and not used yet
};

}  // namespace parley
