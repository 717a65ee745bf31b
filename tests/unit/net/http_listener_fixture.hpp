// A real HttpListener on a free loopback port with two loops of its own, a handler that the test controls, and raw TCP
// clients.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <parley/base/task_group.hpp>
#include <parley/net/http_listener.hpp>
#include <parley/protocol/problem.hpp>

#include "support/eventually.hpp"

namespace parley::testing {

// The longest time that a test waits for something that must happen soon.

// Answers with the request that it got: "GET /path?query body". Counts the requests and can hold them back. Refuses
// /refused with 401 and /limited with 429, and admits a body of 10 bytes at /small.
class EchoHandler : public HttpHandler {
 public:
  Awaitable<HttpDecision> admit(const HttpRequest& head) override {
    ++asked;
    if (head.path == "/refused") {
      co_return std::unexpected(problem_response({ErrorCode::unauthenticated, "Sign in first."}, head.request_id));
    }
    if (head.path == "/limited") {
      co_return std::unexpected(problem_response({ErrorCode::rate_limited, "Wait."}, head.request_id));
    }
    if (head.path == "/throws-at-once") throw std::runtime_error("a handler's mistake");
    co_return HttpAdmission{head.path == "/small" ? 10u : 1024u * 1024, head.address,
                            [this](HttpRequest request) { return handle(std::move(request)); }};
  }

  Awaitable<HttpResponse> handle(HttpRequest request) {
    ++handled;
    {
      const std::scoped_lock lock(threads_mutex);
      threads.insert(std::this_thread::get_id());
    }
    if (request.path == "/held") {
      ++held;
      Timer until(co_await this_loop, kPatience);
      while (!released) {
        until.expires_after(milliseconds(1));
        co_await until.async_wait(use_awaitable);
      }
    }
    if (request.path == "/throws") throw std::runtime_error("a handler's mistake");
    HttpResponse response;
    response.content_type = "text/plain";
    if (request.path == "/large") {
      response.body.assign(8 * 1024 * 1024, 'x');
      co_return response;
    }
    if (request.path == "/injected") response.headers.emplace_back("X-Name", "a\r\nSet-Cookie: b=c");
    if (request.path == "/page") response.headers.emplace_back("Cache-Control", "no-cache");
    if (request.path == "/address") response.body = request.address;
    if (request.path == "/trace") response.body = request.header("traceparent");
    if (response.body.empty()) {
      response.body = std::to_string(static_cast<int>(request.method)) + " " + request.path + "?" + request.query +
                      " " + request.body;
    }
    co_return response;
  }

  std::atomic<int> asked = 0;
  std::atomic<int> handled = 0;
  std::atomic<bool> released = false;
  std::atomic<int> held = 0;  // requests that are being held back
  std::mutex threads_mutex;
  std::set<std::thread::id> threads;
};

// Upgrades at /ws: takes the socket and the bytes after the handshake, then sends "hello" without a frame and closes.
// At /ws-kept it keeps the connection.
class RawUpgrades : public UpgradeHandler {
 public:
  bool serves(std::string_view path) const override { return path.starts_with("/ws"); }
  Task<AcceptedUpgrade> accept(const HttpRequest& request) override {
    if (request.path == "/ws-refused") co_return fail(ErrorCode::unauthenticated, "Sign in.");
    AcceptedUpgrade accepted;
    accepted.headers = {{"Sec-WebSocket-Protocol", "parley.v1"}};
    accepted.start = [this, keeps = request.path == "/ws-kept"](UpgradedConnection connection) {
      if (keeps) return kept.push_back(std::move(connection));
      boost::system::error_code error;
      connection.socket.write_some(asio::buffer("hello " + connection.leftover), error);
      started.set_value(std::move(connection.leftover));
    };
    co_return accepted;
  }

  std::promise<std::string> started;
  std::vector<UpgradedConnection> kept;
};

// A blocking client that sends any bytes.
class RawClient {
 public:
  RawClient() : socket_(context_, asio::ip::tcp::v4()) { set_patience(kPatience); }
  explicit RawClient(std::uint16_t port) : RawClient() { connect(port); }

  void connect(std::uint16_t port) { connect({asio::ip::address_v4::loopback(), port}); }
  void connect(const asio::ip::tcp::endpoint& server) { socket_.connect(server); }

  // Sets how long reading waits for data.
  void set_patience(milliseconds time) {
    const timeval patience{.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }

  // Returns false when the server has closed the connection.
  bool send(std::string_view bytes) {
    boost::system::error_code error;
    asio::write(socket_, asio::buffer(bytes), error);
    return !error;
  }
  void finish_sending() { socket_.shutdown(asio::ip::tcp::socket::shutdown_send); }

  // Returns one whole reply, head and content. A reply to HEAD has no content. Returns "" when the connection closed
  // instead.
  std::string reply(bool to_head = false) {
    while (received_.find("\r\n\r\n") == std::string::npos) {
      if (!receive()) return std::exchange(received_, {});
    }
    const auto head = received_.find("\r\n\r\n") + 4;
    const auto field = received_.substr(0, head).find("Content-Length: ");
    const std::size_t length = field == std::string::npos || to_head
                                   ? 0
                                   : std::stoul(received_.substr(field + std::string_view("Content-Length: ").size()));
    while (received_.size() < head + length) {
      if (!receive()) break;
    }
    const std::string whole = received_.substr(0, head + length);
    received_.erase(0, whole.size());
    return whole;
  }

  // Returns everything until the server closes, or nothing when it does not close in time.
  std::optional<std::string> all() {
    while (receive()) {
    }
    if (!closed_) return std::nullopt;
    return std::exchange(received_, {});
  }
  bool is_closed_by_server() { return all().has_value(); }

  asio::ip::tcp::socket& socket() { return socket_; }
  asio::io_context& context() { return context_; }

 private:
  bool receive() {
    std::array<char, 64 * 1024> bytes;
    const auto size = ::recv(socket_.native_handle(), bytes.data(), bytes.size(), 0);
    closed_ = size == 0 || (size < 0 && errno == ECONNRESET);
    if (size <= 0) return false;
    received_.append(bytes.data(), static_cast<std::size_t>(size));
    return true;
  }

  asio::io_context context_;
  asio::ip::tcp::socket socket_;
  std::string received_;
  bool closed_ = false;
};

class HttpServerFixture : public ::testing::Test {
 protected:
  ~HttpServerFixture() override { stop(); }

  void start(HttpListenerOptions options = {}) {
    server.emplace(std::move(options), handler, upgrades, metrics, std::vector{loops_.data(), loops_.data() + 1});
    const auto started = server->start();
    ASSERT_TRUE(started) << started.error().detail;
    for (auto& loop : loops_) threads_.emplace_back([&loop] { loop.run(); });
  }

  std::future<void> drain(milliseconds time) {
    return asio::co_spawn(loops_[1], server->drain(std::chrono::steady_clock::now() + time), asio::use_future);
  }

  void stop() {
    if (threads_.empty()) return;
    handler.released = true;
    drain(milliseconds(0)).get();
    work_.clear();
    for (auto& loop : loops_) loop.stop();
    threads_.clear();
    upgrades.kept.clear();
  }

  RawClient connect() { return RawClient(server->port()); }
  std::string ask(std::string_view request) {
    RawClient client = connect();
    client.send(request);
    return client.reply();
  }

  EchoHandler handler;
  RawUpgrades upgrades;
  Metrics metrics;
  std::optional<HttpListener> server;

 private:
  std::array<asio::io_context, 2> loops_{asio::io_context(1), asio::io_context(1)};
  std::vector<asio::executor_work_guard<Executor>> work_{asio::make_work_guard(loops_[0]),
                                                         asio::make_work_guard(loops_[1])};
  std::vector<std::jthread> threads_;
};

}  // namespace parley::testing
