#include <parley/app/metrics_page.hpp>

#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace parley {
namespace {

// Parses the page as its readers do (Prometheus text format 0.0.4). Fails the test on a line that it cannot read.
struct Page {
  std::map<std::string, std::string> types;
  std::map<std::string, std::string> helps;
  std::map<std::string, double> samples;  // by name and labels, as the page writes them

  double sample(const std::string& name) const {
    const auto found = samples.find(name);
    if (found == samples.end()) ADD_FAILURE() << "no sample " << name;
    return found == samples.end() ? 0 : found->second;
  }
};

Page parse(const std::string& text) {
  static const std::regex comment(R"(# (HELP|TYPE) ([a-z_]+) (.+))");
  static const std::regex sample(R"re(([a-z_]+(?:\{[a-z]+="[^"\\]*"(?:,[a-z]+="[^"\\]*")*\})?) (\S+))re");
  Page page;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, comment)) {
      (match[1] == "HELP" ? page.helps : page.types)[match[2]] = match[3];
    } else if (std::regex_match(line, match, sample)) {
      EXPECT_TRUE(page.samples.emplace(match[1], std::stod(match[2])).second) << line;
    } else {
      ADD_FAILURE() << "not in the text format: " << line;
    }
  }
  return page;
}

TEST(MetricsPage, every_metric_stands_there_with_its_type_and_help) {
  Metrics metrics;
  const Page page = parse(metrics_page(metrics));
  for (const auto& metric : metrics.metrics()) {
    const MetricName name = std::visit([](const auto* each) { return each->name(); }, metric);
    const std::string exported = "parley_" + std::string(name.name);
    ASSERT_TRUE(page.types.contains(exported)) << exported;
    EXPECT_EQ(page.helps.at(exported), name.help);
  }
  EXPECT_EQ(page.types.at("parley_messages_sent_total"), "counter");
  EXPECT_EQ(page.types.at("parley_websocket_connections"), "gauge");
  EXPECT_EQ(page.types.at("parley_ack_seconds"), "histogram");
}

TEST(MetricsPage, the_values_are_the_counted_ones) {
  Metrics metrics;
  metrics.messages_sent.add(3);
  metrics.websocket_connections.add(5);
  metrics.websocket_connections.subtract(7);
  metrics.closes.add(4508, 2);
  metrics.errors.add(ErrorCode::rate_limited);
  metrics.http_requests.add(200, 9);
  const Page page = parse(metrics_page(metrics));
  EXPECT_EQ(page.sample("parley_messages_sent_total"), 3);
  EXPECT_EQ(page.sample("parley_websocket_connections"), -2);
  EXPECT_EQ(page.sample(R"(parley_websocket_closes_total{code="4508"})"), 2);
  EXPECT_EQ(page.sample(R"(parley_errors_total{code="rate_limited"})"), 1);
  EXPECT_EQ(page.sample(R"(parley_http_requests_total{status="200"})"), 9);
}

TEST(MetricsPage, a_large_counter_keeps_every_digit) {
  Metrics metrics;
  metrics.bytes_out.add(123'456'789'012'345);
  EXPECT_EQ(parse(metrics_page(metrics)).sample("parley_websocket_sent_bytes_total"), 123'456'789'012'345.0);
}

TEST(MetricsPage, codes_without_a_slot_are_called_other) {
  Metrics metrics;
  for (std::uint16_t code = 3000; code < 3070; ++code) metrics.closes.add(code);
  EXPECT_EQ(parse(metrics_page(metrics)).sample(R"(parley_websocket_closes_total{code="other"})"), 6);
}

TEST(MetricsPage, histograms_are_cumulative_and_end_in_infinity) {
  Metrics metrics;
  metrics.commit_batch_size.observe(1);
  metrics.commit_batch_size.observe(3);
  metrics.commit_batch_size.observe(100'000);
  metrics.commit_seconds.observe(std::chrono::milliseconds(2));
  const Page page = parse(metrics_page(metrics));
  EXPECT_EQ(page.sample(R"(parley_commit_batch_messages_bucket{le="1"})"), 1);
  EXPECT_EQ(page.sample(R"(parley_commit_batch_messages_bucket{le="4"})"), 2);
  EXPECT_EQ(page.sample(R"(parley_commit_batch_messages_bucket{le="512"})"), 2);
  EXPECT_EQ(page.sample(R"(parley_commit_batch_messages_bucket{le="+Inf"})"), 3);
  EXPECT_EQ(page.sample("parley_commit_batch_messages_count"), 3);
  EXPECT_EQ(page.sample("parley_commit_batch_messages_sum"), 100'004);
  EXPECT_DOUBLE_EQ(page.sample("parley_commit_seconds_sum"), 0.002);
}

TEST(MetricsPage, the_process_and_the_build_are_described) {
  const Page page = parse(metrics_page(Metrics()));
  EXPECT_GT(page.sample("process_resident_memory_bytes"), 1'000'000);
  EXPECT_GE(page.sample("process_open_fds"), 3);
  EXPECT_GE(page.sample("process_max_fds"), page.sample("process_open_fds"));
  EXPECT_GT(page.sample("process_cpu_seconds_total"), 0);
  EXPECT_GT(page.sample("process_start_time_seconds"), 1'700'000'000);
  bool described = false;
  for (const auto& [name, value] : page.samples) {
    described = described || (name.starts_with("parley_build_info{version=\"") && value == 1);
  }
  EXPECT_TRUE(described);
}

}  // namespace
}  // namespace parley
