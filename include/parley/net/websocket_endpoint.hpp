// The WebSocket endpoint of the server. It accepts or refuses upgrades from HTTP, and owns a WebSocketLoop with the
// connections of each event loop. The composition root owns it.
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
  bool deflate = false;      // offer compression (RFC 7692)
  bool query_token = false;  // accept ?token= in the URL
};

// What the endpoint uses. All of it outlives the endpoint.
struct WebSocketParts {
  Dispatcher& dispatcher;
  Rest& rest;
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

  // Returns whether the path is that of the endpoint.
  bool serves(std::string_view path) const override;
  // Accepts an upgrade. Errors: unavailable while the server stops, overloaded if the server has as many connections as
  // its limit, and those of a token that the request carries.
  Task<AcceptedUpgrade> accept(const HttpRequest& request) override;

  // Refuses upgrades from now on, closes every connection with 4512 once its requests are answered, and waits for that.
  // Connections that are left at the deadline are cut.
  // REQUIRES: it runs on a loop that keeps running meanwhile, as do the loops of the connections.
  Awaitable<void> drain(Instant deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parley
