// Answers the GET requests that are not operations: health, the API documents and the web client. The composition root
// owns it; any loop.
#pragma once

#include <optional>
#include <string_view>

#include <parley/api/operation_table.hpp>
#include <parley/app/api_pages.hpp>
#include <parley/app/readiness.hpp>
#include <parley/net/static_files.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

class SystemPages {
 public:
  // `public_url` is empty if it is not configured.
  // REQUIRES: `readiness` outlives this object.
  SystemPages(const OperationTable& table, const Readiness& readiness, std::string_view public_url);

  // Returns the response, or nothing if the request is for none of these pages.
  std::optional<HttpResponse> answer(const HttpRequest& request) const;

 private:
  const Readiness& readiness_;
  ApiPages api_;
  StaticFiles files_;
};

}  // namespace parley
