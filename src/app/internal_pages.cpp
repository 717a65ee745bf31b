#include <parley/app/internal_pages.hpp>

#include <parley/app/metrics_page.hpp>
#include <parley/protocol/problem.hpp>

namespace parley {

Awaitable<HttpDecision> InternalPages::admit(const HttpRequest& head) { co_return std::unexpected(answer(head)); }

bool InternalPages::serves(std::string_view) const { return false; }

Task<AcceptedUpgrade> InternalPages::accept(const HttpRequest&) {
  co_return fail(ErrorCode::not_found, "There is no WebSocket on this port.");
}

HttpResponse InternalPages::answer(const HttpRequest& request) const {
  const bool is_read = request.method == HttpMethod::get || request.method == HttpMethod::head;
  if (is_read && request.path == "/readyz") return readiness_.details();
  if (is_read && request.path == "/metrics") {
    refresh_gauges_();
    return {200, std::string(kMetricsContentType), metrics_page(metrics_), {}};
  }
  return problem_response({ErrorCode::not_found, "This port has /metrics and /readyz."}, request.request_id);
}

}  // namespace parley
