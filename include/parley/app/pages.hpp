// What a GET finds beside the operations: health, metrics, the API's documents and the web client. Owned by the
// composition root; any loop.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include <parley/api/operation_table.hpp>
#include <parley/base/metrics.hpp>
#include <parley/net/static_files.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

// What the server depends on. Without the bus it goes on, with other nodes' events coming late.
struct Health {
  bool has_database = true;
  bool has_bus = true;
};

class SystemPages {
 public:
  // `refresh_gauges` is called before the metrics are read.
  SystemPages(const OperationTable& table, std::function<Health()> check_health, const Metrics& metrics,
              std::function<void()> refresh_gauges, bool with_metrics);

  std::optional<HttpResponse> answer(const HttpRequest& request) const;
  // From now on the server is not ready: it is stopping.
  void stop() { stopping_ = true; }

 private:
  HttpResponse readiness() const;

  std::function<Health()> check_health_;
  const Metrics& metrics_;
  std::function<void()> refresh_gauges_;
  bool with_metrics_;
  std::atomic<bool> stopping_{false};
  std::string openapi_;
  std::string asyncapi_;
  StaticFiles files_;
};

}  // namespace parley
