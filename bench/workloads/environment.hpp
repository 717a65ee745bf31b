// What every workload is given. Plain values; one thread.
#pragma once

#include <chrono>
#include <filesystem>

#include "client/server_process.hpp"

namespace parley::bench {

struct Environment {
  ServerOptions server;
  std::filesystem::path folder;  // for the databases, on the disk whose speed is to count
  std::chrono::seconds warm_up{2};
  std::chrono::seconds duration{8};
};

}  // namespace parley::bench
