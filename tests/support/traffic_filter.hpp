// Decides what happens to the bytes of one proxied connection. Pure; owned by the connection, on the proxy's thread.
#pragma once

#include <string>
#include <string_view>

namespace parley::testing {

// The result for some bytes that were read: what is forwarded in each direction, and whether the connection is reset
// after that.
struct Traffic {
  std::string to_server = {};
  std::string to_client = {};
  bool resets = false;
};

class TrafficFilter {
 public:
  virtual ~TrafficFilter() = default;
  virtual Traffic client_said(std::string_view bytes) = 0;
  virtual Traffic server_said(std::string_view bytes) = 0;
};

}  // namespace parley::testing
