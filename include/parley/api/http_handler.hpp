// What the HTTP session asks for an answer. Called on the loop of the connection; it answers every request, errors
// included, and throws nothing.
#pragma once

#include <parley/base/task.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  virtual Awaitable<HttpResponse> handle(HttpRequest request) = 0;
};

}  // namespace parley
