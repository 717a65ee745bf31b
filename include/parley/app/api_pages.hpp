// Serves what the API says about itself: its documents, the page that shows them, and a description of each problem.
// Immutable after construction; any thread.
#pragma once

#include <optional>
#include <string>

#include <parley/api/documents.hpp>
#include <parley/net/static_files.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

class ApiPages {
 public:
  ApiPages(const OperationTable& table, const DocumentedServer& server);

  // Returns the response, or nothing if the path is none of these. The documents are sent compressed to clients that
  // accept it, and as 304 to clients that have them already.
  std::optional<HttpResponse> answer(const HttpRequest& request) const;

 private:
  std::string openapi_;
  std::string asyncapi_;
  std::string openapi_gzip_;
  std::string asyncapi_gzip_;
  StaticFiles documents_;  // serves the four texts above
};

}  // namespace parley
