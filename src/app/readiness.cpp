#include <parley/app/readiness.hpp>

#include <string>

namespace parley {
namespace {

HttpResponse json(int status, std::string body) { return {status, "application/json", std::move(body), {}}; }

}  // namespace

HttpResponse Readiness::summary() const {
  const bool is_ready = !stopping_ && check_().has_database;
  return is_ready ? json(200, R"({"status":"ready"})") : json(503, R"({"status":"unavailable"})");
}

// Without the bus the server is degraded but still ready, so that a failure of Redis does not take every node out of
// the load balancer.
HttpResponse Readiness::details() const {
  if (stopping_) return json(503, R"({"status":"stopping"})");
  const Health health = check_();
  if (!health.has_database) return json(503, R"({"status":"unavailable","database":"unreachable"})");
  if (!health.has_bus) return json(200, R"({"status":"degraded","bus":"unreachable"})");
  return json(200, R"({"status":"ready"})");
}

}  // namespace parley
