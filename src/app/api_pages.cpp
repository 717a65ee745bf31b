#include <parley/app/api_pages.hpp>

#include <array>

#include <parley/base/gzip.hpp>
#include <parley/protocol/errors.hpp>

namespace parley {
namespace {

// Describes a problem at the path that its member `type` names (RFC 9457 §3.1.1).
std::optional<HttpResponse> describe_problem(const std::string& path) {
  for (int number = 0; number < kErrorCodes; ++number) {
    const auto code = static_cast<ErrorCode>(number);
    if (path != problem_type(code)) continue;
    return HttpResponse{200, "application/json", encode_error({code, {}}, {}), {}};
  }
  return std::nullopt;
}

}  // namespace

ApiPages::ApiPages(const OperationTable& table, const DocumentedServer& server)
    : openapi_(openapi_document(table, server)),
      asyncapi_(asyncapi_document(table, server)),
      openapi_gzip_(gzip(openapi_, GzipEffort::smallest)),
      asyncapi_gzip_(gzip(asyncapi_, GzipEffort::smallest)),
      documents_(std::array<embedded::File, 4>{{{"api/asyncapi.json", asyncapi_},
                                                {"api/asyncapi.json.gz", asyncapi_gzip_},
                                                {"api/openapi.json", openapi_},
                                                {"api/openapi.json.gz", openapi_gzip_}}}) {}

std::optional<HttpResponse> ApiPages::answer(const HttpRequest& request) const {
  if (request.path.starts_with("/api/problems/")) return describe_problem(request.path);
  return documents_.serve(request);
}

}  // namespace parley
