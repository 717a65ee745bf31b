#include <parley/app/pages.hpp>

#include <parley/app/version.hpp>
#include <parley/base/embedded.hpp>

namespace parley {

SystemPages::SystemPages(const OperationTable& table, const Readiness& readiness, std::string_view public_url)
    : readiness_(readiness), api_(table, {version(), public_url}), files_(embedded::web_files()) {}

// The web client's files come last, because they answer every path to which a browser navigates.
std::optional<HttpResponse> SystemPages::answer(const HttpRequest& request) const {
  if (request.method != HttpMethod::get && request.method != HttpMethod::head) return std::nullopt;
  if (request.path == "/healthz") return HttpResponse{200, "application/json", R"({"status":"ok"})", {}};
  if (request.path == "/readyz") return readiness_.summary();
  if (auto page = api_.answer(request)) return page;
  if (request.path != "/api/docs") return files_.serve(request);
  HttpRequest page = request;
  page.path = "/docs.html";
  return files_.serve(page);
}

}  // namespace parley
