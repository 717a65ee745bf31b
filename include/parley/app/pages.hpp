// What a GET finds beside the operations: health, metrics, the API's documents and the web client. Owned by the
// composition root; any loop.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include <parley/api/operation_table.hpp>
#include <parley/base/metrics.hpp>
#include <parley/net/static_files.hpp>
#include <parley/protocol/http_message.hpp>
#include <parley/store/database.hpp>

namespace parley {

class SystemPages {
 public:
  // `refresh_gauges` is called before the metrics are read.
  SystemPages(const OperationTable& table, const Database& database, const Metrics& metrics,
              std::function<void()> refresh_gauges, bool with_metrics);

  std::optional<HttpResponse> answer(const HttpRequest& request) const;
  // From now on the server is not ready: it is stopping.
  void stop() { stopping_ = true; }

 private:
  HttpResponse readiness() const;

  const Database& database_;
  const Metrics& metrics_;
  std::function<void()> refresh_gauges_;
  bool with_metrics_;
  std::atomic<bool> stopping_{false};
  std::string openapi_;
  std::string asyncapi_;
  StaticFiles files_;
};

}  // namespace parley
