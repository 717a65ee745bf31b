// The WebSocket endpoint: decides on upgrades and holds the loops' connections. Owned by the composition root.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <parley/api/rest.hpp>
#include <parley/bus/presence_leases.hpp>
#include <parley/hub/hub.hpp>
#include <parley/net/ended_connection.hpp>
#include <parley/net/upgrade_handler.hpp>

namespace parley {

struct WebSocketEndpointOptions {
  bool deflate = false;
  bool query_token = false;  // accept ?token= on the URL
};

// What it works with; all of it outlives the server.
struct WebSocketParts {
  Dispatcher& dispatcher;
  Rest& rest;
  Authenticator& authenticator;
  Hub& hub;
  PresenceLeases& leases;
  const Clock& clock;
  const Limits& limits;
  Metrics& metrics;
  ConnectionEnded connection_ended;
};

class WebSocketEndpoint final : public UpgradeHandler {
 public:
  WebSocketEndpoint(WebSocketEndpointOptions options, const WebSocketParts& parts,
                    std::span<asio::io_context* const> loops);
  ~WebSocketEndpoint() override;

  bool serves(std::string_view path) const override;
  Task<AcceptedUpgrade> accept(const HttpRequest& request) override;

  // Refuses upgrades, closes every connection with 4512 once its requests are answered, and waits for that until the
  // deadline. On any loop that keeps running.
  Awaitable<void> drain(Instant deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parley
