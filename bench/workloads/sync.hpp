// Measures how the time until a client is up to date depends on the user's number of conversations: from the first
// packet of its connection to the last page of sync. One thread.
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
  // "unchanged" has everything, "behind" misses a message of each conversation, "new" has nothing.
  std::string_view client;
  Latencies latency;
  std::size_t pages = 0;
};

struct SyncResult {
  std::vector<Synced> clients;

  std::chrono::nanoseconds longest() const;  // Returns the longest of the median times.
};

Figures figures(const SyncResult& result);

// Users with each of these numbers of conversations, all in one database, take turns.
SyncResult run_sync(const Environment& environment, const std::vector<std::size_t>& conversations);

}  // namespace parley::bench
