// The interface from which an HTTP connection gets the answer to a request. It is called on the loop of the connection.
// It answers every request, also with errors, and throws nothing.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <string>

#include <parley/base/task.hpp>
#include <parley/protocol/http_message.hpp>

namespace parley {

// What a handler says to a request that it admits by its head.
struct HttpAdmission {
  std::size_t body_bytes = 0;  // the largest body that the request may have
  std::string payer;  // the client to whose share of the memory the request's bytes are charged
  // Answers the request, once its body is there. Called at most once, while the admission exists.
  std::move_only_function<Awaitable<HttpResponse>(HttpRequest request)> answer;
};

// The admission, or the response at once: a refusal, or a response that needs no body.
using HttpDecision = std::expected<HttpAdmission, HttpResponse>;

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Decides about a request by its head. Nothing of its body has been read, and `head.body` is empty.
  // REQUIRES: `head` outlives the coroutine.
  virtual Awaitable<HttpDecision> admit(const HttpRequest& head) = 0;
};

}  // namespace parley
