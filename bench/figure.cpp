#include <fmt/format.h>

#include "figure.hpp"

namespace parley::bench {

void add_percentiles(Figures& figures, const std::string& description, const Latencies& latencies) {
  for (const double share : {0.5, 0.9, 0.99, 0.999}) {
    const std::chrono::duration<double, std::milli> value = latencies.percentile(share);
    figures.push_back({fmt::format("p{:g} of {}", share * 100, description), value.count(), "ms"});
  }
}

}  // namespace parley::bench
