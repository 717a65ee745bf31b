// Workloads without messages: what idle clients cost, how fast clients connect, and how fast the server starts. One
// thread.
#pragma once

#include <chrono>
#include <cstdint>

#include "client/latencies.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct IdleResult {
  std::size_t connections = 0;
  std::size_t resident_bytes_before = 0;
  std::size_t resident_bytes = 0;

  double bytes_per_connection() const {
    return (static_cast<double>(resident_bytes) - static_cast<double>(resident_bytes_before)) /
           static_cast<double>(connections);
  }
};

Figures figures(const IdleResult& result);

// Clients in rooms of ten say hello and then stay silent.
IdleResult run_idle(const Environment& environment, std::size_t connections);

struct ConnectResult {
  double seconds = 0;
  std::uint64_t connected = 0;
  Latencies latency;  // from the first packet until hello is answered
  double server_cpu_seconds = 0;

  double rate() const { return static_cast<double>(connected) / seconds; }
};

Figures figures(const ConnectResult& result);

// Clients connect, upgrade, say hello and leave, a fixed number of them at a time.
ConnectResult run_connect(const Environment& environment);

struct StartupResult {
  std::chrono::nanoseconds time{0};  // the median of ten starts
};

Figures figures(const StartupResult& result);

// Measures from the start of the process, with an empty folder, until its first reply.
StartupResult run_startup(const Environment& environment);

}  // namespace parley::bench
