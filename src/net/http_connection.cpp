#include <parley/net/http_connection.hpp>

#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include <parley/base/uuid.hpp>
#include <parley/net/header_scanner.hpp>
#include <parley/net/request_head.hpp>
#include <parley/protocol/http_text.hpp>
#include <parley/protocol/problem.hpp>

namespace parley {
namespace {

constexpr auto use_tuple = asio::as_tuple(use_awaitable);

// How long and how many bytes are still read after the last response. A socket that is closed while it has unread bytes
// resets the connection, and the reset may reach the client before the response (RFC 9112 §9.6).
constexpr seconds kLingerTime{2};
constexpr std::size_t kLingerBytes = 1024 * 1024;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char character) {
    return is_digit(character) || is_letter(character) || character == '.' || character == '_' || character == '-';
  });
}

// Returns whether the method does not change anything (RFC 9110 §9.2.1).
bool is_safe(HttpMethod method) { return method == HttpMethod::get || method == HttpMethod::head; }

// Answers the request that a browser sends before the actual one, to ask what a page of a listed origin may send (Fetch
// Standard §3.2.2).
HttpResponse preflight_response() {
  HttpResponse response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE"},
                      {"Access-Control-Allow-Headers",
                       "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id, traceparent"},
                      {"Access-Control-Max-Age", "7200"}};
  return response;
}

}  // namespace

// One request and what is needed for its response.
struct HttpConnection::Exchange {
  HttpRequest request;
  CheckedRequest facts;
  ReplyContext context;
  OriginVerdict origin = OriginVerdict::own;
};

HttpConnection::HttpConnection(Socket socket, HttpLoop& loop, std::shared_ptr<HttpService> service)
    : socket_(std::move(socket)), loop_(loop), service_(std::move(service)), timer_(loop.executor) {
  ++service_->connections;
}

HttpConnection::~HttpConnection() { --service_->connections; }

Awaitable<void> HttpConnection::run(std::shared_ptr<HttpConnection> connection) {
  try {
    co_await connection->serve();
  } catch (...) {
    // The coroutine was cancelled, memory ran out, or a handler threw although it must not. Only this connection ends.
  }
}

Awaitable<void> HttpConnection::serve() {
  auto next = Next::request;
  for (bool first = true; next == Next::request; first = false) {
    if (!co_await wait_for_request(first)) co_return;
    next = co_await exchange_one();
  }
  if (next == Next::close) co_await close_gracefully();
}

// Waits for the first byte of a request. Returns false if no further request comes, because the client left or was
// silent for too long, or the server is draining.
Awaitable<bool> HttpConnection::wait_for_request(bool first) {
  const Limits& limits = service_->limits;
  set_deadline(first || !received_.empty() ? limits.header_timeout : limits.keep_alive_timeout);
  if (!received_.empty()) {
    // The client has sent several requests at once. Let the other connections of this loop run between them.
    co_await asio::post(use_awaitable);
    co_return true;
  }
  std::string().swap(received_);

  // Allow the first stage of the task group's cancellation to interrupt here, because no request is being answered.
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  while (received_.empty()) {
    if (loop_.draining || expired_) co_return false;
    co_await wait(Socket::wait_read);
    if (loop_.draining || expired_ || !take_received(loop_.scratch.size(), received_)) co_return false;
  }
  co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
  // The deadline for the first header has been running since the client connected.
  if (!first) set_deadline(limits.header_timeout);
  co_return true;
}

Awaitable<HttpConnection::Next> HttpConnection::exchange_one() {
  // 1. Read and check the request. An error is answered, and the connection is closed, since it is not known where the
  // next request would begin.
  Exchange exchange;
  exchange.context.strict_transport = service_->strict_transport;
  exchange.context.varies_by_origin = service_->origins.lists_any();
  exchange.context.request_id = Uuid::generate().text();
  if (const auto read = co_await read_request(exchange); !read) {
    exchange.facts.keep_alive = false;
    co_return co_await reply(problem_response(read.error(), exchange.context.request_id), exchange);
  }
  // 2. Answer it, or upgrade the connection. The handler has its own deadlines.
  clear_deadline();
  if (exchange.facts.wants_websocket && service_->upgrades.serves(exchange.request.path)) {
    co_return co_await upgrade(exchange);
  }
  co_return co_await reply(co_await answer(exchange), exchange);
}

// Reads until the header is complete, checks it, and then reads the body. Nothing of the body is read before the check.
Task<void> HttpConnection::read_request(Exchange& exchange) {
  HeaderScanner scanner(service_->limits);
  auto header_size = CO_TRY(scanner.scan(received_));
  while (!header_size) {
    CO_TRY(co_await read_more(loop_.scratch.size(), received_));
    header_size = CO_TRY(scanner.scan(received_));
  }
  CO_TRY(check_head(std::string_view(received_).substr(0, *header_size), exchange));
  received_.erase(0, *header_size);
  co_return co_await read_body(exchange);
}

// Turns the header's bytes into a request that the handler can trust. The reply's context is set as far as the header
// can be read, even if the request is refused.
Result<void> HttpConnection::check_head(std::string_view header, Exchange& exchange) const {
  // 1. Read what the reply needs in any case: the request's id and the origin.
  const auto head = TRY(parse_request_head(header));
  if (const auto id = head.field("X-Request-Id"); is_request_id(id)) exchange.context.request_id = id;
  const auto origin = head.find("Origin");
  exchange.origin = service_->origins.judge(origin, head.field("Host"));
  if (exchange.origin == OriginVerdict::listed) exchange.context.allowed_origin = *origin;

  auto facts = TRY(check_request(head, service_->limits));
  // 2. Check the request. A page of another site may neither change anything nor open a WebSocket. It may send a
  // request that only reads, because its browser does not give it the response.
  const bool reads_only = is_safe(facts.method) && !facts.wants_websocket;
  const bool names_site = origin && !origin->empty() && *origin != "null";
  if (exchange.origin == OriginVerdict::refused && !(reads_only && names_site)) {
    return fail(ErrorCode::forbidden, "Pages of this origin may not use the server.");
  }

  // 3. Fill in the request. The handler answers HEAD as it answers GET; reply() then omits the content.
  HttpRequest& request = exchange.request;
  request.method = facts.method == HttpMethod::head ? HttpMethod::get : facts.method;
  request.path = std::move(facts.path);
  request.query = std::move(facts.query);
  request.request_id = exchange.context.request_id;
  request.headers.reserve(head.fields.size());
  std::string forwarded_for;
  for (const auto& [name, value] : head.fields) {
    request.headers.emplace_back(name, value);
    if (same_token(name, "X-Forwarded-For")) forwarded_for.append(",").append(value);
  }
  request.address = service_->proxies.client_address(peer_address(), forwarded_for);
  exchange.facts = std::move(facts);
  return {};
}

Task<void> HttpConnection::read_body(Exchange& exchange) {
  // 1. Take the bytes that arrived together with the header.
  const std::size_t length = exchange.facts.content_length;
  std::string& body = exchange.request.body;
  body = received_.substr(0, length);
  received_.erase(0, body.size());
  if (body.size() == length) co_return Result<void>{};

  // 2. Wait for the rest. A client that sent `Expect: 100-continue` sends its body only after this answer (RFC 9110
  // §10.1.1).
  if (exchange.facts.expects_continue && body.empty() && !co_await write(kContinue, {})) {
    co_return fail(ErrorCode::malformed, "The connection was lost.");
  }
  set_deadline(service_->limits.body_timeout);
  while (body.size() < length) {
    CO_TRY(co_await read_more(length - body.size(), body));
  }
  co_return Result<void>{};
}

// Appends bytes that have arrived; if there are none, waits until there may be some. The caller calls it in a loop.
Task<void> HttpConnection::read_more(std::size_t at_most, std::string& to) {
  if (const auto size = take_received(at_most, to); !size) {
    co_return fail(ErrorCode::malformed, "The request is incomplete.");
  } else if (*size == 0) {
    co_await wait(Socket::wait_read);
  }
  if (expired_) co_return fail(ErrorCode::request_timeout, "The request did not arrive in time.");
  co_return Result<void>{};
}

// Appends bytes that have arrived, without waiting. Returns their number, or nothing if the client will send no more.
std::optional<std::size_t> HttpConnection::take_received(std::size_t at_most, std::string& to) {
  boost::system::error_code error;
  const std::size_t size = socket_.read_some(asio::buffer(loop_.scratch, at_most), error);
  if (error == asio::error::would_block) return 0;
  if (error) return std::nullopt;
  to.append(loop_.scratch.data(), size);
  return size;
}

Awaitable<HttpResponse> HttpConnection::answer(Exchange& exchange) {
  const HttpRequest& request = exchange.request;
  if (request.method == HttpMethod::options && exchange.origin == OriginVerdict::listed &&
      !request.header("Access-Control-Request-Method").empty()) {
    co_return preflight_response();
  }
  try {
    co_return co_await service_->handler.handle(std::move(exchange.request));
  } catch (const std::exception&) {
    // A handler must not throw. If one does, its client gets an error.
  }
  co_return problem_response(Error{ErrorCode::internal, {}}, exchange.context.request_id);
}

// Lets the upgrade handler decide, and hands the socket over after the 101 (RFC 6455 §4.2.2) has been written. Bytes
// that the client sent after its handshake are handed over too.
Awaitable<HttpConnection::Next> HttpConnection::upgrade(Exchange& exchange) {
  exchange.facts.keep_alive = false;
  Result<AcceptedUpgrade> accepted = fail(ErrorCode::unavailable, "The server is stopping.");
  if (!loop_.draining) accepted = co_await service_->upgrades.accept(exchange.request);
  if (accepted && !has_valid_fields(accepted->headers)) accepted = fail(ErrorCode::internal, {});
  if (!accepted) {
    const bool sent_token = !bearer_token(exchange.request.header("Authorization")).empty();
    co_return co_await reply(problem_response(accepted.error(), exchange.context.request_id, sent_token), exchange);
  }
  const auto key = exchange.request.header("Sec-WebSocket-Key");
  const auto head = encode_switching_head(accepted->headers, key, exchange.context.request_id);
  if (!co_await write(head, {})) co_return Next::nothing;
  clear_deadline();
  accepted->start(std::move(socket_), std::move(received_));
  co_return Next::nothing;
}

// Writes a response. Fields that are not valid would be a bug of the handler; the client then gets the error
// `internal`.
Awaitable<HttpConnection::Next> HttpConnection::reply(HttpResponse response, Exchange& exchange) {
  ReplyContext& context = exchange.context;
  if (!has_valid_fields(response.headers) || has_control(response.content_type)) {
    response = problem_response(Error{ErrorCode::internal, {}}, context.request_id);
  }
  context.keep_alive = exchange.facts.keep_alive && !loop_.draining;
  service_->metrics.http_requests.add(static_cast<std::uint16_t>(response.status));
  const auto head = encode_response_head(response, context);
  const bool with_content = exchange.facts.method != HttpMethod::head && permits_content(response.status);
  const std::string_view body = with_content ? std::string_view(response.body) : std::string_view{};
  if (!co_await write(head, body)) co_return Next::nothing;
  co_return context.keep_alive ? Next::request : Next::close;
}

// Writes head and body. Returns false if the client did not read them in time, or is gone. In most cases the kernel
// takes all bytes at once and nothing waits.
Awaitable<bool> HttpConnection::write(std::string_view head, std::string_view body) {
  set_deadline(service_->limits.write_timeout);
  while (!head.empty() || !body.empty()) {
    boost::system::error_code error;
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(body)};
    const std::size_t size = socket_.write_some(buffers, error);
    const std::size_t of_head = std::min(size, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(size - of_head);
    if (!error) continue;
    if (error != asio::error::would_block || expired_) co_return false;
    co_await wait(Socket::wait_write);
  }
  co_return true;
}

// Closes the sending side and waits until the client has closed its side too.
Awaitable<void> HttpConnection::close_gracefully() {
  boost::system::error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  set_deadline(kLingerTime);
  for (std::size_t size = 0; size < kLingerBytes && !error && !expired_;) {
    size += socket_.read_some(asio::buffer(loop_.scratch), error);
    if (error != asio::error::would_block) continue;
    error = {};
    co_await wait(Socket::wait_read);
  }
}

std::string HttpConnection::peer_address() const {
  boost::system::error_code error;
  const auto peer = socket_.remote_endpoint(error);
  return error ? std::string() : peer.address().to_string();
}

void HttpConnection::set_deadline(std::chrono::steady_clock::duration from_now) {
  expired_ = false;
  deadline_ = std::chrono::steady_clock::now() + from_now;
}

void HttpConnection::clear_deadline() { deadline_ = Instant::max(); }

// Sets the timer if it would fire after the deadline. If the deadline moves into the future, the timer is left alone:
// it fires at the old time and is then set for the new one. So a busy connection, which has a new deadline for every
// step of every request, hardly ever touches its timer.
void HttpConnection::arm_timer() {
  if (deadline_ >= armed_) return;
  armed_ = deadline_;
  timer_.expires_at(deadline_);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto connection = error ? nullptr : weak.lock();
    if (connection) connection->on_timer();
  });
}

void HttpConnection::on_timer() {
  armed_ = Instant::max();
  if (deadline_ > std::chrono::steady_clock::now()) return arm_timer();
  expired_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

// Waits until the socket can be read or written, has failed, or the deadline has passed.
Awaitable<void> HttpConnection::wait(Socket::wait_type type) {
  arm_timer();
  co_await socket_.async_wait(type, use_tuple);
}

}  // namespace parley
