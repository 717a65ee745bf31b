// The device that a request comes from. A plain value; any thread.
#pragma once

#include <optional>
#include <string>

namespace parley {

struct Device {
  std::string user_agent;
  std::string address;
  // The id of the device if it has signed in with the same name before (known_devices.hpp).
  std::optional<std::string> known_id = std::nullopt;
  std::string request_id = {};  // for the log
};

}  // namespace parley
