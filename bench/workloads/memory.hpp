// Measures what a connection costs in each of its states, and whether the server gives the memory back when the
// connections end. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "client/ledger.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct MemoryResult {
  // The server's resident memory in bytes.
  struct Round {
    std::size_t connected = 0;
    std::size_t gone = 0;  // some time after the last connection has ended
  };

  std::size_t connections = 0;
  std::size_t before = 0;
  Round first;      // idle
  Round second;     // idle, a second time
  Round receiving;  // while each room gets a message every other second
  Faults faults;

  std::size_t most() const { return receiving.connected; }
  double bytes_per_connection(std::size_t connected) const {
    return (static_cast<double>(connected) - static_cast<double>(before)) / static_cast<double>(connections);
  }
};

Figures figures(const MemoryResult& result);
std::string faults_of(const MemoryResult& result);

// That many connections in rooms of ten come, stay and all leave at once, three times.
MemoryResult run_memory(const Environment& environment, std::size_t connections);

}  // namespace parley::bench
