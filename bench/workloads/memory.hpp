// What a connection costs in each of its states, and whether the memory comes back when the connections go. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "client/ledger.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct MemoryResult {
  // Of the server, resident.
  struct Round {
    std::size_t connected = 0;
    std::size_t gone = 0;  // some time after the last connection
  };

  std::size_t connections = 0;
  std::size_t before = 0;
  Round first;  // idle
  Round second;  // idle again
  Round receiving;  // each room gets a message every other second
  Faults faults;

  std::size_t most() const { return receiving.connected; }
  double bytes_per_connection(std::size_t connected) const {
    return (static_cast<double>(connected) - static_cast<double>(before)) / static_cast<double>(connections);
  }
};

Figures figures(const MemoryResult& result);
std::string faults_of(const MemoryResult& result);

// So many connections, in rooms of ten, that come, stay and all leave at once, three times.
MemoryResult run_memory(const Environment& environment, std::size_t connections);

}  // namespace parley::bench
