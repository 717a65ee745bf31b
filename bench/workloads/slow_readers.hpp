// Clients that never read, each in a room with a client that sends. Their queues must stay bounded, the server must
// close them, and their neighbours must not notice. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "client/latencies.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct SlowReadersResult {
  std::size_t readers = 0;
  std::uint64_t closed = 0;  // connections closed with 4508, as the server's metrics report
  double seconds = 0;        // until the server had closed the last of them
  std::uint64_t resident_before = 0;
  std::uint64_t resident_most = 0;
  std::uint64_t resident_after = 0;
  // The latencies of the senders, while the others still read and after they stop.
  Latencies undisturbed;
  Latencies disturbed;
  std::uint64_t disordered = 0;  // events that were not the next one of their room, when the clients read in the end
};

Figures figures(const SlowReadersResult& result);
std::string faults_of(const SlowReadersResult& result);

SlowReadersResult run_slow_readers(const Environment& environment, std::size_t readers);

}  // namespace parley::bench
