// GET /metrics: what the server counts and what its process uses, in the text format of Prometheus. Any thread; reading
// /proc takes up to some milliseconds with many open files, so not on an event loop that is busy.
#pragma once

#include <string>
#include <string_view>

#include <parley/base/metrics.hpp>

namespace parley {

inline constexpr std::string_view kMetricsContentType = "text/plain; version=0.0.4; charset=utf-8";

std::string metrics_page(const Metrics& metrics);

}  // namespace parley
