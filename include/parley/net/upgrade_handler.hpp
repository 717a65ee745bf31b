// Takes over a connection that asked to become a WebSocket. The HTTP connection has checked the handshake (RFC 6455
// §4.2.1) and the Origin. The handler accepts or refuses, and gets the socket after the 101 has been written. The
// composition root owns the handler; each call is made on the loop of its connection.
#pragma once

#include <functional>
#include <string>

#include <parley/base/task.hpp>
#include <parley/net/address_counts.hpp>
#include <parley/net/socket.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

// A connection that becomes a WebSocket.
struct UpgradedConnection {
  Socket socket;
  std::string leftover;  // bytes that the client sent after its handshake
  AddressPlace place;    // the connection's place among those of its address, which it keeps until it ends
};

struct AcceptedUpgrade {
  HttpHeaders headers;  // fields for the 101: Sec-WebSocket-Protocol, Sec-WebSocket-Extensions
  // Called once, on the socket's loop.
  std::move_only_function<void(UpgradedConnection connection)> start;
};

class UpgradeHandler {
 public:
  virtual ~UpgradeHandler() = default;
  // Returns whether there is a WebSocket at this path. On other paths an upgrade is answered as an ordinary request.
  virtual bool serves(std::string_view path) const = 0;
  // Accepts or refuses the upgrade. An error becomes an HTTP response: unauthenticated 401, not_found 404, overloaded
  // 503.
  virtual Task<AcceptedUpgrade> accept(const HttpRequest& request) = 0;
};

}  // namespace parley
