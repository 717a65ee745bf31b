#include <parley/net/http_connection.hpp>

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

#include <parley/base/log.hpp>
#include <parley/base/uuid.hpp>
#include <parley/net/body_reader.hpp>
#include <parley/net/header_scanner.hpp>
#include <parley/net/request_head.hpp>
#include <parley/protocol/http_text.hpp>
#include <parley/protocol/problem.hpp>

namespace parley {
namespace {

// A header is read in portions of this size, so that little of a body comes with it before the request is admitted.
constexpr std::size_t kHeaderPortion = 4 * 1024;

// A body that nobody wants is read and dropped up to this many bytes, so that the connection can go on. A larger body
// ends the connection.
constexpr std::size_t kDroppedBytes = 64 * 1024;

constexpr seconds kRetryTime{5};
constexpr int kTooManyRequests = 429;

// Returns the reply for a request whose handler threw, which it must not do.
HttpResponse thrown_response(const std::exception& exception, std::string_view request_id) {
  log::error("http.handler_threw", {{"request", request_id}, {"what", exception.what()}});
  return problem_response(Error{ErrorCode::internal, {}}, request_id);
}

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
  std::string payer;  // set when the request is admitted
};

// Keeps its connection on the loop's list of idle connections for as long as the mark exists.
class HttpConnection::IdleMark {
 public:
  explicit IdleMark(HttpConnection& connection) : connection_(connection) {
    std::list<HttpConnection*>& idle = connection.loop_.idle;
    connection.idle_ = idle.insert(idle.end(), &connection);
  }
  ~IdleMark() { connection_.leave_idle_list(); }
  IdleMark(const IdleMark&) = delete;
  IdleMark& operator=(const IdleMark&) = delete;

 private:
  HttpConnection& connection_;
};

HttpConnection::HttpConnection(Socket socket, HttpLoop& loop, std::shared_ptr<HttpService> service, AddressPlace place)
    : socket_(std::make_shared<TimedSocket>(std::move(socket), loop.scratch)),
      loop_(loop),
      service_(std::move(service)),
      place_(std::move(place)) {
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

void HttpConnection::close_oldest_idle(HttpLoop& loop) {
  if (loop.idle.empty()) return;
  HttpConnection& oldest = *loop.idle.front();
  oldest.leave_idle_list();
  oldest.socket_->expire();
}

void HttpConnection::leave_idle_list() {
  if (idle_) loop_.idle.erase(*idle_);
  idle_.reset();
}

Awaitable<void> HttpConnection::serve() {
  auto next = Next::request;
  for (bool first = true; next == Next::request; first = false) {
    if (!co_await wait_for_request(first)) co_return;
    next = co_await exchange_one();
  }
  if (next == Next::close) co_await socket_->close_gracefully();
}

// Waits for the first byte of a request. Returns false if no further request comes, because the client left or was
// silent for too long, another connection needs the place, or the server is draining.
Awaitable<bool> HttpConnection::wait_for_request(bool first) {
  const Limits& limits = service_->limits;
  socket_->set_deadline(first || !received_.empty() ? limits.header_timeout : limits.keep_alive_timeout);
  if (!received_.empty()) {
    // The client has sent several requests at once. Let the other connections of this loop run between them.
    co_await asio::post(use_awaitable);
    co_return true;
  }
  std::string().swap(received_);  // clear() would keep the memory, and an idle connection shall hold none

  // Allow the first stage of the task group's cancellation to interrupt here, because no request is being answered.
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  const IdleMark idle(*this);
  while (received_.empty()) {
    if (loop_.draining || socket_->has_expired()) co_return false;
    co_await socket_->wait(Socket::wait_read);
    if (loop_.draining || socket_->has_expired() || !take_received(kHeaderPortion)) co_return false;
  }
  // From here on only the last stage interrupts, so a draining server still answers the request that has begun.
  co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
  // The deadline for the first header has been running since the client connected.
  if (!first) socket_->set_deadline(limits.header_timeout);
  co_return true;
}

Awaitable<HttpConnection::Next> HttpConnection::exchange_one() {
  // 1. Read and check the head. An error is answered, and the connection is closed, since it is not known where the
  // next request would begin.
  Exchange exchange;
  exchange.context.strict_transport = service_->strict_transport;
  exchange.context.varies_by_origin = service_->origins.lists_any();
  exchange.context.request_id = Uuid::generate().text();
  if (const auto read = co_await read_head(exchange); !read) co_return co_await fail_request(read.error(), exchange);
  socket_->clear_deadline();  // the handlers have deadlines of their own
  if (exchange.facts.wants_websocket && service_->upgrades.serves(exchange.request.path)) {
    co_return co_await upgrade(exchange);
  }
  // 2. Let the handler decide. Nothing of the body has been asked for yet.
  HttpDecision decision = co_await admit(exchange);
  if (!decision) co_return co_await reply_without_body(std::move(decision.error()), exchange);
  if (exchange.facts.content_length > decision->body_bytes) {
    const Error error{ErrorCode::payload_too_large, "The content is larger than this operation accepts."};
    service_->metrics.http_refusals.add(error.code);
    co_return co_await reply_without_body(problem_response(error, exchange.context.request_id), exchange);
  }
  // 3. Read the body and answer.
  exchange.payer = std::move(decision->payer);
  ByteBudget::Share unread(service_->unread_bytes, exchange.payer);
  BodyReader reader(*socket_, service_->limits, received_);
  auto body = co_await reader.read(exchange.facts.content_length, exchange.facts.expects_continue, unread);
  if (!body) co_return co_await fail_request(body.error(), exchange);
  exchange.request.body = std::move(*body);
  socket_->clear_deadline();
  co_return co_await reply(co_await answer(*decision, exchange), exchange);
}

// Reads until the header is complete, and checks it. The bytes of a header of which more has to come count as those of
// such a body do. A header that arrives as a whole is not counted, as most do.
Task<void> HttpConnection::read_head(Exchange& exchange) {
  HeaderScanner scanner(service_->limits);
  auto header_size = CO_TRY(scanner.scan(received_));
  if (!header_size) {
    ByteBudget::Share unread(service_->unread_bytes, AddressKey::of(socket_->peer_address()).text());
    std::size_t counted = 0;
    while (!header_size) {
      if (!unread.grow(received_.size() - counted)) co_return too_many_unread_bytes();
      counted = received_.size();
      CO_TRY(co_await read_more(kHeaderPortion));
      header_size = CO_TRY(scanner.scan(received_));
    }
  }
  CO_TRY(check_head(std::string_view(received_).substr(0, *header_size), exchange));
  received_.erase(0, *header_size);
  co_return Result<void>{};
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
  request.address = service_->proxies.client_address(socket_->peer_address(), forwarded_for);
  exchange.facts = std::move(facts);
  return {};
}

Awaitable<HttpDecision> HttpConnection::admit(Exchange& exchange) {
  const HttpRequest& request = exchange.request;
  if (request.method == HttpMethod::options && exchange.origin == OriginVerdict::listed &&
      !request.header("Access-Control-Request-Method").empty()) {
    co_return std::unexpected(preflight_response());
  }
  try {
    co_return co_await service_->handler.admit(request);
  } catch (const std::exception& exception) {
    co_return std::unexpected(thrown_response(exception, exchange.context.request_id));
  }
}

// Adds bytes of the header that have arrived; if there are none, waits until there may be some. The caller calls it in
// a loop.
Task<void> HttpConnection::read_more(std::size_t at_most) {
  if (const auto size = take_received(at_most); !size) {
    co_return fail(ErrorCode::malformed, "The request is incomplete.");
  } else if (*size == 0) {
    co_await socket_->wait(Socket::wait_read);
  }
  if (socket_->has_expired()) co_return fail(ErrorCode::request_timeout, "The request did not arrive in time.");
  co_return Result<void>{};
}

// Adds bytes that have arrived to those that were not used yet, without waiting. Returns their number, or nothing if
// the client will send no more.
std::optional<std::size_t> HttpConnection::take_received(std::size_t at_most) {
  const auto arrived = socket_->read_some(at_most);
  if (!arrived) return std::nullopt;
  received_.append(*arrived);
  return arrived->size();
}

Awaitable<HttpResponse> HttpConnection::answer(HttpAdmission& admission, Exchange& exchange) {
  try {
    co_return co_await admission.answer(std::move(exchange.request));
  } catch (const std::exception& exception) {
    co_return thrown_response(exception, exchange.context.request_id);
  }
}

// Lets the upgrade handler decide, and hands the socket over after the 101 (RFC 6455 §4.2.2) has been written. Bytes
// that the client sent after its handshake are handed over too.
Awaitable<HttpConnection::Next> HttpConnection::upgrade(Exchange& exchange) {
  exchange.facts.keep_alive = false;
  Result<AcceptedUpgrade> accepted = fail(ErrorCode::unavailable, "The server is stopping.");
  if (!loop_.draining) accepted = co_await service_->upgrades.accept(exchange.request);
  if (accepted && !has_valid_fields(accepted->headers)) accepted = fail(ErrorCode::internal, {});
  if (accepted && !take_place(exchange.request.address)) {
    accepted =
        std::unexpected(Error{ErrorCode::rate_limited, "Your address has too many connections.", {}, kRetryTime});
  }
  if (!accepted) {
    service_->metrics.http_refusals.add(accepted.error().code);
    const bool sent_token = !bearer_token(exchange.request.header("Authorization")).empty();
    co_return co_await reply(problem_response(accepted.error(), exchange.context.request_id, sent_token), exchange);
  }
  const auto key = exchange.request.header("Sec-WebSocket-Key");
  const auto head = encode_switching_head(accepted->headers, key, exchange.context.request_id);
  socket_->set_deadline(service_->limits.write_timeout);
  if (!co_await socket_->write(head, {})) co_return Next::nothing;
  Socket socket = socket_->release();
  bound_unsent_bytes(socket, 0);  // the outbound queue of the WebSocket has a bound of its own
  accepted->start({std::move(socket), std::move(received_), std::move(place_)});
  co_return Next::nothing;
}

// Counts the connection under the client's address, if it was not counted when it was accepted because it came through
// a proxy. Returns false if the address has too many.
bool HttpConnection::take_place(const std::string& address) {
  if (!place_.is_empty()) return true;
  auto place = service_->addresses->take(AddressKey::of(address));
  if (!place) return false;
  place_ = std::move(*place);
  return true;
}

// Answers a request whose end is not known, and closes the connection.
Awaitable<HttpConnection::Next> HttpConnection::fail_request(const Error& error, Exchange& exchange) {
  exchange.facts.keep_alive = false;
  service_->metrics.http_refusals.add(error.code);
  co_return co_await reply(problem_response(error, exchange.context.request_id), exchange);
}

// Answers a request whose body is not wanted. The connection goes on if the body is small. A client that expects `100
// Continue` may send its body or not, so that nothing behind the request can be understood (RFC 9110 §10.1.1). A client
// that is over its rate and has sent more requests already would only get one refusal after the other.
Awaitable<HttpConnection::Next> HttpConnection::reply_without_body(HttpResponse response, Exchange& exchange) {
  const std::size_t length = exchange.facts.content_length;
  if (length > kDroppedBytes || (length > 0 && exchange.facts.expects_continue)) exchange.facts.keep_alive = false;
  if (response.status == kTooManyRequests && received_.size() > length) exchange.facts.keep_alive = false;
  const Next next = co_await reply(std::move(response), exchange);
  if (next != Next::request || length == 0) co_return next;
  BodyReader reader(*socket_, service_->limits, received_);
  co_return co_await reader.drop(length) ? Next::request : Next::nothing;
}

// Returns the client to whose share of the memory the bytes of this request are charged.
std::string HttpConnection::payer_of(const Exchange& exchange) const {
  if (!exchange.payer.empty()) return exchange.payer;
  const std::string& address = exchange.request.address;
  return AddressKey::of(address.empty() ? socket_->peer_address() : address).text();
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
  const std::string_view body = with_content ? response.content() : std::string_view{};
  ByteBudget::Share unsent(service_->unsent_replies, payer_of(exchange));
  socket_->set_deadline(service_->limits.write_timeout);
  // The memory of a fixed content is not held for this client, however long it takes to read.
  if (!co_await socket_->write(head, body, response.fixed_body.empty() ? &unsent : nullptr)) co_return Next::nothing;
  co_return context.keep_alive ? Next::request : Next::close;
}

}  // namespace parley
