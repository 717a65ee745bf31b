// Takes over a connection that asked to become a WebSocket. The HTTP session has checked the handshake itself (RFC 6455
// §4.2.1) and the Origin; the handler says yes or no, and gets the socket once the 101 has been written.
#pragma once

#include <functional>
#include <string>

#include <parley/base/task.hpp>
#include <parley/net/socket.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

struct AcceptedUpgrade {
  HttpHeaders headers;  // for the 101: Sec-WebSocket-Protocol, Sec-WebSocket-Extensions
  // Called once, on the socket's loop. `leftover` is what the client sent behind its handshake.
  std::move_only_function<void(Socket socket, std::string leftover)> start;
};

class UpgradeHandler {
 public:
  virtual ~UpgradeHandler() = default;
  // Is there a WebSocket at this path? Elsewhere an upgrade is answered as a plain request.
  virtual bool serves(std::string_view path) const = 0;
  // Errors become an HTTP reply: unauthenticated 401, not_found 404, overloaded 503.
  virtual Task<AcceptedUpgrade> accept(const HttpRequest& request) = 0;
};

}  // namespace parley
