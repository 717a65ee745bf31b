// The interface from which an HTTP connection gets the answer to a request. It is called on the loop of the connection.
// It answers every request, also with errors, and throws nothing.
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
