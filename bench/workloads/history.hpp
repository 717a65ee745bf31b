// How long a page of a conversation's history takes by how many messages the conversation has: the latest page, one in
// the middle, the first, and pages anywhere. One thread.
#pragma once

#include <string_view>
#include <vector>

#include "client/latencies.hpp"
#include "figure.hpp"
#include "workloads/environment.hpp"

namespace parley::bench {

struct HistoryPages {
  std::size_t messages = 0;  // in the conversation, the only one in its database
  std::string_view place;    // "latest", "middle", "first", "anywhere"
  Latencies latency;         // of a request over REST on a connection that is kept, to its whole reply
};

struct HistoryResult {
  std::vector<HistoryPages> pages;

  // How many times as long a page took, in the median, in the last of the conversations as in the first; of the places
  // the worst.
  double growth() const;
};

Figures figures(const HistoryResult& result);

// For each of the numbers of messages, which ascend, a database and a server of its own, all asked in turn: what else
// the machine does meanwhile falls on all of them. Throws where a page is not what it should be.
HistoryResult run_history(const Environment& environment, const std::vector<std::size_t>& messages);

}  // namespace parley::bench
