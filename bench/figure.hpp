// A measured value with its unit, for workloads that report something other than a chat's result. A value; one thread.
#pragma once

#include <string>
#include <vector>

#include "client/latencies.hpp"

namespace parley::bench {

struct Figure {
  std::string description;
  double value;
  std::string unit;  // such as "ms"; empty for a count
};

using Figures = std::vector<Figure>;

// Adds the p50, p90, p99 and p99.9 under that description.
void add_percentiles(Figures& figures, const std::string& description, const Latencies& latencies);

}  // namespace parley::bench
