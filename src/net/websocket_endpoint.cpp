#include <parley/net/websocket_endpoint.hpp>

#include <algorithm>
#include <atomic>
#include <tuple>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <parley/api/url.hpp>
#include <parley/net/live_client.hpp>
#include <parley/net/websocket_loop.hpp>
#include <parley/protocol/websocket/deflate.hpp>
#include <parley/protocol/websocket/frame.hpp>

#include "connection_counts.hpp"

namespace parley {
namespace {

constexpr std::string_view kPath = "/api/ws";
constexpr std::string_view kSubprotocol = "parley.v1";

#ifdef PARLEY_WS_ECHO
constexpr std::string_view kEchoPath = "/api/ws-echo";
constexpr std::size_t kEchoMessageBytes = 16 * 1024 * 1024;

// Sends every message back, for the Autobahn suite, which tests WebSocketConnection alone. It exists in test builds
// only.
class EchoConnection final : public WebSocketConnection {
 public:
  using WebSocketConnection::WebSocketConnection;

 private:
  void on_message(std::string_view payload, bool is_text) override {
    const ws::Opcode opcode = is_text ? ws::Opcode::text : ws::Opcode::binary;
    const bool compressed = takes_deflated(payload.size());
    send_frame(std::make_shared<const std::string>(compressed ? ws::encode_frame(opcode, ws::compress(payload), true)
                                                              : ws::encode_frame(opcode, payload)));
  }
  Instant on_time(Instant now) override { return now + loop().limits().silence_timeout; }
};

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }
#endif

// Returns whether the client offers Parley's subprotocol in Sec-WebSocket-Protocol, a list separated by commas (RFC
// 6455 §4.2.1).
bool offers_subprotocol(std::string_view offers) {
  while (!offers.empty()) {
    const std::size_t end = std::min(offers.find(','), offers.size());
    std::string_view one = offers.substr(0, end);
    offers.remove_prefix(std::min(end + 1, offers.size()));
    one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
    if (one.substr(0, one.find_last_not_of(" \t") + 1) == kSubprotocol) return true;
  }
  return false;
}

// Returns the token in the URL, or an empty text if there is none.
std::string query_token(const HttpRequest& request) {
  const auto parameters = query_parameters(request.query);
  if (!parameters) return {};
  const auto found = std::ranges::find(*parameters, "token", [](const auto& pair) { return pair.first; });
  return found == parameters->end() ? std::string() : found->second;
}

}  // namespace

struct WebSocketEndpoint::State {
  WebSocketEndpointOptions options;
  WebSocketParts parts;
  ConnectionCounts counts;
  std::atomic<bool> draining{false};
  std::vector<LiveContext> contexts = {};  // one for each loop
  std::vector<std::unique_ptr<WebSocketLoop>> loops = {};

  // Returns the index of the loop on which the socket lives.
  std::size_t index_of(Socket& socket) {
    const asio::io_context* context = &socket.get_executor().context();
    const auto found = std::ranges::find(loops, context, [](const auto& loop) { return &loop->context(); });
    return static_cast<std::size_t>(found - loops.begin());
  }

  // Finds out who the upgrade is for. Returns nothing for a request without a token, which may sign in later, with
  // hello.
  Task<std::optional<Authenticated>> identify(const HttpRequest& request) {
    // A browser cannot set the field Authorization of a WebSocket. It signs in with hello, or with the token in the URL
    // if the operator permits that, since URLs are often logged.
    co_return co_await parts.rest.identify_upgrade(request, options.query_token ? query_token(request) : std::string());
  }

#ifdef PARLEY_WS_ECHO
  Result<AcceptedUpgrade> accept_echo(const HttpRequest& request) {
    if (!is_loopback(request.address)) return fail(ErrorCode::not_found, "There is nothing at this path.");
    AcceptedUpgrade accepted;
    const auto deflate = ws::negotiate_deflate(request.header("Sec-WebSocket-Extensions"));
    if (deflate) accepted.headers.emplace_back("Sec-WebSocket-Extensions", deflate->response);
    const auto window = deflate.transform([](const ws::DeflateAgreement& agreed) { return agreed.window; });
    accepted.start = [this, window](UpgradedConnection connection) {
      WebSocketLoop& loop = *loops[index_of(connection.socket)];
      loop.add(std::make_shared<EchoConnection>(std::move(connection.socket), loop,
                                                WebSocketOptions{kEchoMessageBytes, 4 * kEchoMessageBytes, window}),
               std::move(connection.leftover));
    };
    return accepted;
  }
#endif

  // Starts a connection on the socket's loop. `who` is set if the upgrade carried a token.
  void start_live(UpgradedConnection connection, std::string address, const std::optional<Authenticated>& who,
                  std::optional<ws::DeflateWindow> deflate) {
    const std::size_t index = index_of(connection.socket);
    WebSocketLoop& loop = *loops[index];
    const WebSocketOptions websocket{parts.limits.frame_bytes, parts.limits.outbound_bytes, deflate};
    const auto client = std::make_shared<LiveClient>(std::move(connection.socket), loop, websocket, contexts[index],
                                                     ClientPlace{std::move(address), std::move(connection.place)});
    // If the user has too many connections, identify() begins to close this one. The client still gets the close frame,
    // so the connection is added also then.
    if (who) std::ignore = client->identify(*who);
    loop.add(client, std::move(connection.leftover));
  }
};

WebSocketEndpoint::WebSocketEndpoint(WebSocketEndpointOptions options, const WebSocketParts& parts,
                                     std::span<asio::io_context* const> loops)
    : state_(new State{options, parts, ConnectionCounts(parts.limits.connections_per_user), false}) {
  for (std::size_t i = 0; i < loops.size(); ++i) {
    state_->loops.push_back(std::make_unique<WebSocketLoop>(*loops[i], parts.limits, parts.metrics));
    state_->contexts.push_back({i, parts.dispatcher, parts.hub.shard(i), parts.leases, state_->counts, parts.clock,
                                state_->parts.connection_ended});
  }
}

WebSocketEndpoint::~WebSocketEndpoint() = default;

bool WebSocketEndpoint::serves(std::string_view path) const {
#ifdef PARLEY_WS_ECHO
  if (path == kEchoPath) return true;
#endif
  return path == kPath;
}

Task<AcceptedUpgrade> WebSocketEndpoint::accept(const HttpRequest& request) {
  if (state_->draining) co_return fail(ErrorCode::unavailable, "The server is stopping.");
  if (std::cmp_greater_equal(state_->parts.metrics.websocket_connections.value(), state_->parts.limits.connections)) {
    co_return fail(ErrorCode::overloaded, "The server has as many connections as it takes.");
  }
#ifdef PARLEY_WS_ECHO
  if (request.path == kEchoPath) co_return state_->accept_echo(request);
#endif
  // 1. Negotiate and find out who it is. Nothing is held for the client before the upgrade is accepted.
  AcceptedUpgrade accepted;
  std::optional<ws::DeflateAgreement> deflate;
  if (state_->options.deflate) deflate = ws::negotiate_deflate(request.header("Sec-WebSocket-Extensions"));
  const auto who = CO_TRY(co_await state_->identify(request));
  if (offers_subprotocol(request.header("Sec-WebSocket-Protocol"))) {
    accepted.headers.emplace_back("Sec-WebSocket-Protocol", kSubprotocol);
  }
  if (deflate) accepted.headers.emplace_back("Sec-WebSocket-Extensions", deflate->response);
  const auto window = deflate.transform([](const ws::DeflateAgreement& agreed) { return agreed.window; });
  // 2. The HTTP connection writes the response and then calls this with its socket. The plain pointer is good, because
  // the loops have ended before the endpoint is destroyed.
  accepted.start = [state = state_.get(), address = request.address, who,
                    window](UpgradedConnection connection) mutable {
    state->start_live(std::move(connection), std::move(address), who, window);
  };
  co_return accepted;
}

Awaitable<void> WebSocketEndpoint::drain(Instant deadline) {
  state_->draining = true;
  // All loops begin to close their connections before any of them is waited for.
  for (const auto& loop : state_->loops) {
    asio::post(loop->context(), [&retiring = *loop] { retiring.retire_all(); });
  }
  for (const auto& loop : state_->loops) {
    co_await asio::co_spawn(loop->context().get_executor(), loop->drain(deadline), use_awaitable);
  }
}

}  // namespace parley
