// Four coroutines serve a connection: each end is read by one and written by another, with a queue of due bytes between
// them. The faults are plain values that these coroutines look at; a change of a fault wakes all of them.
#include <algorithm>
#include <deque>
#include <future>
#include <list>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <parley/base/task_group.hpp>

#include "support/tcp_proxy.hpp"

namespace parley::testing {
namespace {

using asio::ip::tcp;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

constexpr auto kQuietly = asio::as_tuple(use_awaitable);
constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kMostHeldBytes = 1024 * 1024;

struct Faults {
  milliseconds delay{0};
  std::size_t slice = 0;  // 0 if there is no limit
  bool stalls = false;
  bool swallows = false;
  bool refuses = false;
};

// Wakes all coroutines that wait for a change. Each of them checks for itself what has changed.
class Signal {
 public:
  explicit Signal(Executor loop) : timer_(loop, Instant::max()) {}
  Awaitable<void> wait() { co_await timer_.async_wait(kQuietly); }
  Awaitable<void> wait_until(Instant instant) {
    Timer timer(timer_.get_executor(), instant);
    co_await timer.async_wait(kQuietly);
  }
  void notify() { timer_.cancel(); }

 private:
  Timer timer_;
};

// One end of a proxied connection, with the data that is to be written to it.
struct End {
  explicit End(Socket open) : socket(std::move(open)) {}

  struct Chunk {
    Instant due;
    std::string bytes;
  };
  Socket socket;
  std::deque<Chunk> outgoing;
  std::size_t outgoing_bytes = 0;
  bool is_last = false;  // nothing is written after this data
};

enum class Farewell { polite, reset };

struct Link {
  Link(Socket to_client, Socket to_server, std::unique_ptr<TrafficFilter> with_filter)
      : client(std::move(to_client)),
        server(std::move(to_server)),
        filter(std::move(with_filter)),
        changed(client.socket.get_executor()) {}

  void close(Farewell farewell) {
    is_open = false;
    for (End* end : {&client, &server}) {
      boost::system::error_code ignored;
      if (farewell == Farewell::reset) end->socket.set_option(asio::socket_base::linger(true, 0), ignored);
      end->socket.close(ignored);
    }
    changed.notify();
  }

  // Returns whether both directions have been closed and delivered.
  bool is_finished() const {
    return client.is_last && client.outgoing.empty() && server.is_last && server.outgoing.empty();
  }

  End client;
  End server;
  std::unique_ptr<TrafficFilter> filter;
  Signal changed;
  bool is_open = true;
  bool has_lost = false;  // lost some bytes, so it is of no use any more
  std::optional<std::size_t> reply_bytes_left;
};

}  // namespace

class TcpProxy::Implementation {
 public:
  Implementation(std::uint16_t target, FilterFactory filters)
      : acceptor_(loop_.get_executor(), tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        port_(acceptor_.local_endpoint().port()),
        target_(asio::ip::address_v4::loopback(), target),
        filters_(std::move(filters)),
        group_(loop_.get_executor()) {
    group_.spawn(accept());
    thread_ = std::jthread([this] { loop_.run(); });
  }

  ~Implementation() {
    steer([this] {
      acceptor_.close();
      reset_all();
      work_.reset();
    });
  }

  std::uint16_t port() const { return port_; }

  // Runs an action on the proxy's thread and waits for it.
  template <class Action>
  std::invoke_result_t<Action> steer(Action action) {
    std::packaged_task<std::invoke_result_t<Action>()> task(std::move(action));
    auto done = task.get_future();
    asio::post(loop_, [&task] { task(); });
    return done.get();
  }

  void change(const std::function<void(Faults&)>& set) {
    steer([&] {
      set(faults_);
      for (const auto& link : links_) link->changed.notify();
    });
  }

  void heal() {
    steer([this] {
      faults_ = {};
      cut_after_.reset();
      for (const LinkPointer& link : std::list(links_)) {
        link->reply_bytes_left.reset();
        link->changed.notify();
        if (link->has_lost) end(link, Farewell::reset);
      }
    });
  }

  void cut_replies_after(std::size_t bytes) {
    steer([this, bytes] {
      cut_after_ = bytes;
      for (const auto& link : links_) link->reply_bytes_left = bytes;
    });
  }

  void reset_connections() {
    steer([this] { reset_all(); });
  }

  std::size_t connections() {
    return steer([this] { return links_.size(); });
  }

 private:
  using LinkPointer = std::shared_ptr<Link>;

  void reset_all() {
    for (const LinkPointer& link : std::list(links_)) end(link, Farewell::reset);
  }

  void end(const LinkPointer& link, Farewell farewell) {
    link->close(farewell);
    links_.remove(link);
  }

  Awaitable<void> accept() {
    while (acceptor_.is_open()) {
      auto [error, socket] = co_await acceptor_.async_accept(kQuietly);
      if (!error) group_.spawn(connect(std::move(socket)));
    }
  }

  Awaitable<void> connect(Socket client) {
    Socket server(loop_.get_executor());
    boost::system::error_code error;
    if (!faults_.refuses) std::tie(error) = co_await server.async_connect(target_, kQuietly);
    const auto link = std::make_shared<Link>(std::move(client), std::move(server), filters_ ? filters_() : nullptr);
    if (faults_.refuses || error || !acceptor_.is_open()) co_return link->close(Farewell::reset);
    link->client.socket.set_option(tcp::no_delay(true), error);
    link->server.socket.set_option(tcp::no_delay(true), error);
    link->reply_bytes_left = cut_after_;
    links_.push_back(link);
    group_.spawn(read(link, link->client, link->server));
    group_.spawn(read(link, link->server, link->client));
    group_.spawn(write(link, link->client));
    group_.spawn(write(link, link->server));
  }

  Awaitable<void> read(LinkPointer link, End& from, End& to) {
    std::string buffer(kReadBytes, '\0');
    while (link->is_open) {
      if (faults_.stalls || to.outgoing_bytes > kMostHeldBytes) {
        co_await link->changed.wait();
        continue;
      }
      const auto [error, count] = co_await from.socket.async_read_some(asio::buffer(buffer), kQuietly);
      while (faults_.stalls && link->is_open) co_await link->changed.wait();
      if (error == asio::error::eof) break;
      if (error) co_return end(link, Farewell::reset);
      pass_on(link, from, std::string_view(buffer).substr(0, count));
    }
    to.is_last = true;
    link->changed.notify();
  }

  void pass_on(const LinkPointer& link, const End& from, std::string_view bytes) {
    if (faults_.swallows) {
      link->has_lost = true;
      return;
    }
    const bool is_client = &from == &link->client;
    Traffic traffic;
    if (!link->filter) {
      (is_client ? traffic.to_server : traffic.to_client) = bytes;
    } else {
      traffic = is_client ? link->filter->client_said(bytes) : link->filter->server_said(bytes);
    }
    hold(link->server, std::move(traffic.to_server));
    hold(link->client, std::move(traffic.to_client));
    link->changed.notify();
    if (traffic.resets) end(link, Farewell::reset);
  }

  void hold(End& to, std::string bytes) {
    if (bytes.empty()) return;
    to.outgoing_bytes += bytes.size();
    to.outgoing.push_back({Instant::clock::now() + faults_.delay, std::move(bytes)});
  }

  Awaitable<void> write(LinkPointer link, End& to) {
    while (link->is_open) {
      if (to.outgoing.empty() && to.is_last) break;
      if (to.outgoing.empty() || faults_.stalls) {
        co_await link->changed.wait();
      } else if (to.outgoing.front().due > Instant::clock::now()) {
        co_await link->changed.wait_until(to.outgoing.front().due);
      } else if (!co_await write_some(*link, to)) {
        co_return end(link, Farewell::reset);
      }
    }
    boost::system::error_code ignored;
    to.socket.shutdown(tcp::socket::shutdown_send, ignored);
    if (link->is_finished()) end(link, Farewell::polite);
  }

  // Writes as much as is possible at once. Returns false if the connection has to end.
  Awaitable<bool> write_some(Link& link, End& to) {
    const std::string bytes = std::move(to.outgoing.front().bytes);
    to.outgoing.pop_front();
    const bool is_counted = &to == &link.client && link.reply_bytes_left.has_value();
    const std::size_t size = is_counted ? std::min(bytes.size(), *link.reply_bytes_left) : bytes.size();
    for (std::size_t sent = 0; sent < size;) {
      const std::size_t wanted = faults_.slice > 0 ? std::min(faults_.slice, size - sent) : size - sent;
      const auto [error, count] =
          co_await asio::async_write(to.socket, asio::buffer(bytes.data() + sent, wanted), kQuietly);
      if (error) co_return false;
      sent += count;
    }
    to.outgoing_bytes -= bytes.size();
    link.changed.notify();
    if (!is_counted || !link.reply_bytes_left) co_return true;
    *link.reply_bytes_left -= size;
    co_return *link.reply_bytes_left > 0;
  }

  asio::io_context loop_{1};
  asio::executor_work_guard<Executor> work_{loop_.get_executor()};
  Acceptor acceptor_;
  std::uint16_t port_;
  tcp::endpoint target_;
  FilterFactory filters_;
  Faults faults_;
  std::optional<std::size_t> cut_after_;
  std::list<LinkPointer> links_;
  TaskGroup group_;
  std::jthread thread_;  // is constructed last and destroyed first
};

TcpProxy::TcpProxy(std::uint16_t target, FilterFactory filters)
    : implementation_(std::make_unique<Implementation>(target, std::move(filters))) {}
TcpProxy::~TcpProxy() = default;

std::uint16_t TcpProxy::port() const { return implementation_->port(); }
std::size_t TcpProxy::connections() const { return implementation_->connections(); }

void TcpProxy::heal() { implementation_->heal(); }
void TcpProxy::delay(milliseconds time) {
  implementation_->change([time](Faults& faults) { faults.delay = time; });
}
void TcpProxy::slice(std::size_t bytes) {
  implementation_->change([bytes](Faults& faults) { faults.slice = bytes; });
}
void TcpProxy::stall() {
  implementation_->change([](Faults& faults) { faults.stalls = true; });
}
void TcpProxy::swallow() {
  implementation_->change([](Faults& faults) { faults.swallows = true; });
}
void TcpProxy::refuse() {
  implementation_->change([](Faults& faults) { faults.refuses = true; });
}
void TcpProxy::cut_replies_after(std::size_t bytes) { implementation_->cut_replies_after(bytes); }
void TcpProxy::reset_connections() { implementation_->reset_connections(); }

}  // namespace parley::testing
