// Measures how the time for a page of history depends on the length of the conversation: for the latest page, a middle
// one, the first one, and random ones. One thread.
#pragma once

#include <string_view>
#include <vector>

#include "client/latencies.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct HistoryPages {
  std::size_t messages = 0;  // the length of the conversation, which is the only one in its database
  std::string_view place;    // "latest", "middle", "first", "anywhere"
  Latencies latency;  // the time of a REST request on a kept-alive connection, up to its whole reply
};

struct HistoryResult {
  std::vector<HistoryPages> pages;

  // Returns the ratio of the median times for a page in the longest and in the shortest conversation, for the place
  // with the worst ratio.
  double growth() const;
};

Figures figures(const HistoryResult& result);

// Makes a database and a server for each of the ascending numbers of messages. The requests go to all servers in turn,
// so that other work on the machine affects all of them. Throws when a page is wrong.
HistoryResult run_history(const Environment& environment, const std::vector<std::size_t>& messages);

}  // namespace parley::bench
