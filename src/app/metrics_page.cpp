// Converts the metrics to the types of prometheus-cpp, whose serializer writes the text format.
#include <parley/app/metrics_page.hpp>

#include <limits>
#include <sstream>
#include <variant>
#include <vector>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <parley/app/version.hpp>
#include <parley/base/log.hpp>
#include <parley/protocol/errors.hpp>

#include "app/process_metrics.hpp"

namespace parley {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family_of(std::string name, std::string_view help, MetricType type) {
  return {.name = std::move(name), .help = std::string(help), .type = type, .metric = {}};
}

MetricFamily family_of(const MetricName& name, MetricType type) {
  return family_of("parley_" + std::string(name.name), name.help, type);
}

MetricFamily counter(std::string name, std::string_view help, double value) {
  MetricFamily family = family_of(std::move(name), help, MetricType::Counter);
  family.metric.emplace_back().counter.value = value;
  return family;
}

MetricFamily gauge(std::string name, std::string_view help, double value) {
  MetricFamily family = family_of(std::move(name), help, MetricType::Gauge);
  family.metric.emplace_back().gauge.value = value;
  return family;
}

MetricFamily export_metric(const Counter& source) {
  MetricFamily family = family_of(source.name(), MetricType::Counter);
  family.metric.emplace_back().counter.value = static_cast<double>(source.value());
  return family;
}

MetricFamily export_metric(const Gauge& source) {
  MetricFamily family = family_of(source.name(), MetricType::Gauge);
  family.metric.emplace_back().gauge.value = static_cast<double>(source.value());
  return family;
}

// In Prometheus the buckets are cumulative: each one includes the counts of the buckets before it.
MetricFamily export_metric(const Histogram& source) {
  const Histogram::Snapshot snapshot = source.snapshot();
  MetricFamily family = family_of(source.name(), MetricType::Histogram);
  auto& histogram = family.metric.emplace_back().histogram;
  histogram.sample_count = snapshot.count;
  histogram.sample_sum = snapshot.sum;
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < snapshot.buckets.size(); ++i) {
    cumulative += snapshot.buckets[i];
    const bool last = i == snapshot.bounds.size();
    histogram.bucket.push_back({cumulative, last ? std::numeric_limits<double>::infinity() : snapshot.bounds[i]});
  }
  return family;
}

std::string label_value(int code, ErrorCode) { return std::string(error_name(static_cast<ErrorCode>(code))); }

std::string label_value(int code, std::uint16_t) { return std::to_string(code); }

template <class Code>
MetricFamily export_metric(const CounterFamily<Code>& source) {
  MetricFamily family = family_of(source.name(), MetricType::Counter);
  source.for_each([&](int code, std::uint64_t count) {
    ClientMetric& metric = family.metric.emplace_back();
    const bool other = code == CounterFamily<Code>::kOther;
    metric.label.push_back({std::string(source.label()), other ? "other" : label_value(code, Code{})});
    metric.counter.value = static_cast<double>(count);
  });
  return family;
}

// The cause of a security event has two labels.
MetricFamily export_metric(const CounterFamily<SecurityCause>& source) {
  MetricFamily family = family_of(source.name(), MetricType::Counter);
  source.for_each([&](int code, std::uint64_t count) {
    const SecurityName name = security_name(static_cast<SecurityCause>(code));
    ClientMetric& metric = family.metric.emplace_back();
    metric.label = {{"event", std::string(name.event)}, {"reason", std::string(name.reason)}};
    metric.counter.value = static_cast<double>(count);
  });
  return family;
}

// Adds metrics that are not counted but read at this moment. Their names without "parley_" are Prometheus's standard
// ones.
void append_process(std::vector<MetricFamily>& families) {
  const ProcessMetrics process = read_process_metrics();
  families.push_back(counter("process_cpu_seconds_total", "CPU time used, user and system.", process.cpu_seconds));
  families.push_back(
      gauge("process_start_time_seconds", "When the process started, since 1970.", process.start_seconds));
  families.push_back(
      gauge("process_resident_memory_bytes", "Memory in RAM.", static_cast<double>(process.resident_bytes)));
  families.push_back(gauge("process_open_fds", "Open file descriptors.", static_cast<double>(process.open_files)));
  families.push_back(
      gauge("process_max_fds", "The limit on open file descriptors.", static_cast<double>(process.most_open_files)));
  families.push_back(counter("parley_log_lines_dropped_total",
                             "Log lines lost because stderr was not read fast enough.",
                             static_cast<double>(log::dropped_lines())));
  MetricFamily build = gauge("parley_build_info", "The version that runs; the value is always 1.", 1);
  build.metric.front().label = {{"version", std::string(version())}, {"compiler", std::string(compiler())}};
  families.push_back(std::move(build));
}

}  // namespace

std::string metrics_page(const Metrics& metrics) {
  std::vector<MetricFamily> families;
  for (const auto& metric : metrics.metrics()) {
    families.push_back(std::visit([](const auto* each) { return export_metric(*each); }, metric));
  }
  append_process(families);
  std::ostringstream page;
  prometheus::TextSerializer().Serialize(page, families);
  return std::move(page).str();
}

}  // namespace parley
