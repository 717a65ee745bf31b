#include <parley/net/http_listener.hpp>

#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <parley/base/task_group.hpp>
#include <parley/net/http_connection.hpp>

namespace parley {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr auto use_tuple = asio::as_tuple(use_awaitable);

// The pause after accept() failed. Without free file descriptors it fails again at once; during the pause the loop
// serves its connections, and new clients wait in the kernel's queue.
constexpr milliseconds kAcceptPause{100};
// The time for cancelled connections to end.
constexpr seconds kAbortTime{5};

// What a connection gets that is refused before it has sent anything.
struct Refusal {
  ErrorCode code;
  std::uint16_t status;
  std::string_view response;
};

constexpr Refusal kServerIsFull{
    ErrorCode::overloaded, 503,
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"};
constexpr Refusal kAddressIsFull{
    ErrorCode::rate_limited, 429,
    "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"};

// The most bytes of responses that the kernel holds for a connection before it sends them.
constexpr int kUnsentBytes = 64 * 1024;

// Refuses a connection without waiting for anything, since it must not take the place of another one.
void refuse_connection(Socket socket, std::string_view response) {
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(response), ignored);
  socket.shutdown(Socket::shutdown_both, ignored);
}

// stop() is the first stage of cancellation: it ends the connections that wait for a request. The others see `draining`
// and close after their response.
Awaitable<void> begin_drain(HttpLoop& loop) {
  loop.draining = true;
  loop.tasks.stop();
  co_return;
}

Awaitable<void> finish_drain(HttpLoop& loop, Instant deadline) {
  if (co_await loop.tasks.join(deadline)) co_return;
  loop.tasks.abort();
  co_await loop.tasks.join(std::chrono::steady_clock::now() + kAbortTime);
}

}  // namespace

struct HttpListener::State : std::enable_shared_from_this<State> {
  State(HttpListenerOptions given, HttpHandler& handler, UpgradeHandler& upgrades, Metrics& metrics,
        std::span<asio::io_context* const> contexts)
      : options(std::move(given)),
        service(std::make_shared<HttpService>(handler, upgrades, metrics, options.limits, OriginPolicy(options.origins),
                                              TrustedProxies(), options.strict_transport)),
        acceptor(contexts.front()->get_executor()) {
    for (asio::io_context* context : contexts) loops.push_back(std::make_unique<HttpLoop>(context->get_executor()));
  }

  Result<void> listen();
  // Accepts connections, as a child of the first loop's task group. Ends when the acceptor is closed.
  static Awaitable<void> accept(std::shared_ptr<State> state);
  void admit(Socket socket, HttpLoop& loop);
  void refuse(Socket socket, const Refusal& refusal);
  std::optional<AddressPlace> place_of(const Socket& socket);

  HttpListenerOptions options;
  std::shared_ptr<HttpService> service;
  std::vector<std::unique_ptr<HttpLoop>> loops;
  Acceptor acceptor;  // used on the first loop
  std::uint16_t port = 0;
};

Result<void> HttpListener::State::listen() {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return fail(ErrorCode::invalid_request, options.address + " is not an address to listen on.");
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(Acceptor::max_listen_connections, error);
  if (!error) port = acceptor.local_endpoint(error).port();
  if (!error) return {};
  boost::system::error_code ignored;
  acceptor.close(ignored);
  return fail(ErrorCode::unavailable, "Cannot listen on " + options.address + " port " + std::to_string(options.port) +
                                          ": " + error.message() + ".");
}

// Each socket is accepted for the loop that comes next, so that it never changes its executor.
Awaitable<void> HttpListener::State::accept(std::shared_ptr<State> state) {
  for (std::size_t next = 0;; next = (next + 1) % state->loops.size()) {
    HttpLoop& loop = *state->loops[next];
    auto [error, socket] = co_await state->acceptor.async_accept(loop.executor, use_tuple);
    if (!state->acceptor.is_open()) co_return;
    if (!error) {
      state->service->metrics.connections_accepted.add();
      state->admit(std::move(socket), loop);
      continue;
    }
    Timer pause(state->loops.front()->executor, kAcceptPause);
    co_await pause.async_wait(use_tuple);
    if (!state->acceptor.is_open()) co_return;
  }
}

// Starts an HttpConnection on its loop, unless there are too many connections already. From nine tenths of the limit
// on, each new connection ends the one that has been idle for longest, so that idle ones cannot fill the server.
void HttpListener::State::admit(Socket socket, HttpLoop& loop) {
  const std::size_t limit = options.limits.connections;
  const std::size_t open = service->connections;
  if (open >= limit - limit / 10) asio::post(loop.executor, [&loop] { HttpConnection::close_oldest_idle(loop); });
  if (open >= limit) return refuse(std::move(socket), kServerIsFull);
  auto place = place_of(socket);
  if (!place) return refuse(std::move(socket), kAddressIsFull);
  boost::system::error_code error;
  // Nagle's algorithm would hold a small response back until the client has acknowledged the one before it.
  socket.set_option(asio::ip::tcp::no_delay(true), error);
  if (!error) socket.non_blocking(true, error);
  if (error) return;  // the client has already gone
  bound_unsent_bytes(socket, kUnsentBytes);
  auto connection = std::make_shared<HttpConnection>(std::move(socket), loop, service, std::move(*place));
  asio::post(loop.executor, [&loop, connection = std::move(connection)]() mutable {
    if (!loop.draining) loop.tasks.spawn(HttpConnection::run(std::move(connection)));
  });
}

void HttpListener::State::refuse(Socket socket, const Refusal& refusal) {
  service->metrics.http_requests.add(refusal.status);
  service->metrics.http_refusals.add(refusal.code);
  refuse_connection(std::move(socket), refusal.response);
}

// Counts a new connection under its address. The connections of a proxy are counted later, when it has named the
// client. Returns nothing if the address has too many.
std::optional<AddressPlace> HttpListener::State::place_of(const Socket& socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return AddressPlace();
  const std::string address = peer.address().to_string();
  if (service->proxies.trusts(address)) return AddressPlace();
  return service->addresses->take(AddressKey::of(address));
}

HttpListener::HttpListener(HttpListenerOptions options, HttpHandler& handler, UpgradeHandler& upgrades,
                           Metrics& metrics, std::span<asio::io_context* const> loops)
    : state_(std::make_shared<State>(std::move(options), handler, upgrades, metrics, loops)) {}

// Handlers that still wait in the loops share the state. The acceptor is closed here, because it must not outlive its
// loop.
HttpListener::~HttpListener() {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
}

Result<void> HttpListener::start() {
  auto proxies = TRY(TrustedProxies::parse(state_->options.trusted_proxies));
  state_->service->proxies = std::move(proxies);
  TRY(state_->listen());
  asio::post(state_->loops.front()->executor,
             [state = state_] { state->loops.front()->tasks.spawn(State::accept(state)); });
  return {};
}

std::uint16_t HttpListener::port() const { return state_->port; }

std::size_t HttpListener::connections() const { return state_->service->connections; }

std::size_t HttpListener::unread_body_bytes() const { return state_->service->unread_bytes.held(); }

std::size_t HttpListener::unsent_reply_bytes() const { return state_->service->unsent_replies.held(); }

void HttpListener::stop_accepting() {
  asio::dispatch(state_->loops.front()->executor, [state = state_] {
    boost::system::error_code ignored;
    state->acceptor.close(ignored);
  });
}

Awaitable<void> HttpListener::drain(Instant deadline) {
  // All loops begin to drain before the first one is awaited, so that they drain at the same time.
  const auto state = state_;
  stop_accepting();
  for (const auto& loop : state->loops) {
    co_await asio::co_spawn(loop->executor, begin_drain(*loop), use_awaitable);
  }
  for (const auto& loop : state->loops) {
    co_await asio::co_spawn(loop->executor, finish_drain(*loop, deadline), use_awaitable);
  }
}

}  // namespace parley
