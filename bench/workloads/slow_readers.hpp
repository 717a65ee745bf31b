// Clients that never read, each in a room of its own with somebody who sends: what is queued for them must stay
// bounded, they must be closed, and their neighbours must not notice. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "client/latencies.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct SlowReadersResult {
  std::size_t readers = 0;
  std::uint64_t closed = 0;   // with 4508, as the server's metrics say
  double seconds = 0;         // until the last of them was
  std::uint64_t resident_before = 0;
  std::uint64_t resident_most = 0;
  std::uint64_t resident_after = 0;
  // Of those who send to them, while they still read and when they no longer do.
  Latencies undisturbed;
  Latencies disturbed;
  std::uint64_t disordered = 0;  // events that were not the next of their room, once read after all
};

Figures figures(const SlowReadersResult& result);
std::string faults_of(const SlowReadersResult& result);

SlowReadersResult run_slow_readers(const Environment& environment, std::size_t readers);

}  // namespace parley::bench
