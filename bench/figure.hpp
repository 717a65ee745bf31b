// One thing that was measured, with its unit: what a workload reports that is no chat. A value; one thread.
#pragma once

#include <string>
#include <vector>

#include "client/latencies.hpp"

namespace parley::bench {

struct Figure {
  std::string description;
  double value;
  std::string unit;  // "ms"; empty for a count
};

using Figures = std::vector<Figure>;

// The p50, p90, p99 and p99.9 of what is described.
void add_percentiles(Figures& figures, const std::string& description, const Latencies& latencies);

}  // namespace parley::bench
