#include <parley/app/pages.hpp>

#include <parley/app/metrics_page.hpp>
#include <parley/app/version.hpp>
#include <parley/base/embedded.hpp>

namespace parley {
namespace {

HttpResponse json(int status, std::string body) { return {status, "application/json", std::move(body), {}}; }

}  // namespace

SystemPages::SystemPages(const OperationTable& table, std::function<Health()> check_health, const Metrics& metrics,
                         std::function<void()> refresh_gauges, const PageOptions& options)
    : check_health_(std::move(check_health)),
      metrics_(metrics),
      refresh_gauges_(std::move(refresh_gauges)),
      with_metrics_(options.with_metrics),
      api_(table, {version(), options.public_url}),
      files_(embedded::web_files()) {}

// The web client's files come last, because they answer every path to which a browser navigates.
std::optional<HttpResponse> SystemPages::answer(const HttpRequest& request) const {
  if (request.method != HttpMethod::get && request.method != HttpMethod::head) return std::nullopt;
  if (request.path == "/healthz") return json(200, R"({"status":"ok"})");
  if (request.path == "/readyz") return readiness();
  if (request.path == "/metrics" && with_metrics_) {
    refresh_gauges_();
    return HttpResponse{200, std::string(kMetricsContentType), metrics_page(metrics_), {}};
  }
  if (auto page = api_.answer(request)) return page;
  if (request.path != "/api/docs") return files_.serve(request);
  HttpRequest page = request;
  page.path = "/docs.html";
  return files_.serve(page);
}

// Without the bus the server is degraded but still ready, so that a failure of Redis does not take every node out of
// the load balancer.
HttpResponse SystemPages::readiness() const {
  if (stopping_) return json(503, R"({"status":"stopping"})");
  const Health health = check_health_();
  if (!health.has_database) return json(503, R"({"status":"unavailable","database":"unreachable"})");
  if (!health.has_bus) return json(200, R"({"status":"degraded","bus":"unreachable"})");
  return json(200, R"({"status":"ready"})");
}

}  // namespace parley
