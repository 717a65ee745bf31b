// All connections are cut at once, as when a proxy restarts, and all clients come back at once, while messages are
// still being sent. Each client says in hello what it has, and must get exactly what it missed. One thread.
#pragma once

#include <cstdint>

#include "client/latencies.hpp"
#include "client/ledger.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct ReconnectOptions {
  std::size_t connections = 5'000;  // clients in rooms of ten
  double rate = 500;                // messages per second, from one more device in each room that stays connected
};

struct ReconnectResult {
  std::size_t connections = 0;
  double seconds = 0;           // until the last client was back
  Latencies way_back;           // from the cut until hello brought what the client had missed
  std::uint64_t caught_up = 0;  // messages that hello brought
  std::uint64_t retries = 0;  // attempts that the server refused with "later"
  std::uint64_t failures = 0;   // clients that were not back in time
  double server_cpu_seconds = 0;
  Faults faults;
};

Figures figures(const ReconnectResult& result);
std::string faults_of(const ReconnectResult& result);

ReconnectResult run_reconnect(const Environment& environment, const ReconnectOptions& options);

}  // namespace parley::bench
