// How long a client takes to be up to date by how many conversations its user has: from the first packet of its
// connection to the last page of sync. One thread.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "client/latencies.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct Synced {
  std::size_t conversations = 0;
  std::string_view client;  // "unchanged": has everything; "behind": misses a message of each; "new": has nothing
  Latencies latency;
  std::size_t pages = 0;
};

struct SyncResult {
  std::vector<Synced> clients;

  std::chrono::nanoseconds longest() const;  // median of them
};

Figures figures(const SyncResult& result);

// Users with so many conversations each, in one database, take turns.
SyncResult run_sync(const Environment& environment, const std::vector<std::size_t>& conversations);

}  // namespace parley::bench
