// Everybody's connection is cut at once, as when a proxy restarts, and everybody comes back at once, while messages go
// on being sent. Each says in hello what it has and must be given exactly what it missed. One thread.
#pragma once

#include <cstdint>

#include "client/latencies.hpp"
#include "client/ledger.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct ReconnectOptions {
  std::size_t connections = 5'000;  // in rooms of ten
  double rate = 500;                // messages a second, from further devices that stay connected, one in each room
};

struct ReconnectResult {
  std::size_t connections = 0;
  double seconds = 0;           // until the last one was back
  Latencies way_back;           // of each, from when all began, until hello had brought what was missed
  std::uint64_t caught_up = 0;  // deliveries that hello brought
  std::uint64_t retries = 0;    // attempts that the server answered with "later"
  std::uint64_t failures = 0;   // clients that were not back in time
  double server_cpu_seconds = 0;
  Faults faults;
};

Figures figures(const ReconnectResult& result);
std::string faults_of(const ReconnectResult& result);

ReconnectResult run_reconnect(const Environment& environment, const ReconnectOptions& options);

}  // namespace parley::bench
