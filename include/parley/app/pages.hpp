// Answers the GET requests that are not operations: health, metrics, the API documents and the web client. The
// composition root owns it; any loop.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <parley/api/operation_table.hpp>
#include <parley/app/api_pages.hpp>
#include <parley/base/metrics.hpp>
#include <parley/net/static_files.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

// The state of the services on which the server depends. Without the bus the server still works, but events of other
// nodes arrive late.
struct Health {
  bool has_database = true;
  bool has_bus = true;
};

struct PageOptions {
  bool with_metrics = true;
  std::string_view public_url = {};  // empty if it is not configured
};

class SystemPages {
 public:
  // `check_health` is called for each GET /readyz, and `refresh_gauges` before the metrics are read, on the request's
  // loop.
  // REQUIRES: `metrics` outlives this object.
  SystemPages(const OperationTable& table, std::function<Health()> check_health, const Metrics& metrics,
              std::function<void()> refresh_gauges, const PageOptions& options);

  // Returns the response, or nothing if the request is for none of these pages.
  std::optional<HttpResponse> answer(const HttpRequest& request) const;
  // Makes /readyz fail from now on, because the server is stopping. Any thread.
  void stop() { stopping_ = true; }

 private:
  HttpResponse readiness() const;

  std::function<Health()> check_health_;
  const Metrics& metrics_;
  std::function<void()> refresh_gauges_;
  bool with_metrics_;
  std::atomic<bool> stopping_{false};
  ApiPages api_;
  StaticFiles files_;
};

}  // namespace parley
