// Writes the page GET /metrics: the server's metrics and the resources of its process, in the text format of Prometheus
// (version 0.0.4). Any thread. Reading /proc may take some milliseconds if many files are open, so a busy event loop
// should not call it.
#pragma once

#include <string>
#include <string_view>

#include <parley/base/metrics.hpp>

namespace parley {

inline constexpr std::string_view kMetricsContentType = "text/plain; version=0.0.4; charset=utf-8";

std::string metrics_page(const Metrics& metrics);

}  // namespace parley
