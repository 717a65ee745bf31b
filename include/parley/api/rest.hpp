// Serves the operation table over REST. It finds the operation by method and path, admits the request by its head, and
// merges path, query and body into one set of parameters. Requests for other paths go to the pages (health, metrics,
// documents, the web client). The composition root owns it; any loop.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/api/authenticator.hpp>
#include <parley/api/dispatcher.hpp>
#include <parley/api/http_handler.hpp>

namespace parley {

// Answers a GET for a path without operations, or returns nothing if there is no such page.
using Pages = std::function<std::optional<HttpResponse>(const HttpRequest&)>;

class Rest final : public HttpHandler {
 public:
  Rest(Dispatcher& dispatcher, Authenticator& authenticator, const Limits& limits, Pages pages);

  // Admits a request in the order route, identity, rate, permission. The body's bound follows from the operation.
  Awaitable<HttpDecision> admit(const HttpRequest& head) override;

  // Returns the caller that the token of an upgrade identifies, or nothing if there is no token. The token is that of
  // the Authorization header, or `url_token` if the request has no such header. Errors: unauthenticated, token_expired,
  // rate_limited.
  Task<std::optional<Authenticated>> identify_upgrade(const HttpRequest& request, std::string url_token);

 private:
  struct Route {
    HttpMethod method;
    std::vector<std::string> segments;  // "{name}" stands for a parameter
    const Operation* operation;
    std::size_t body_bytes;  // the largest body of a request
  };
  struct Match {
    const Operation* operation = nullptr;  // null: the path is unknown, or has only the methods in `methods`
    std::size_t body_bytes = 0;
    std::vector<std::pair<std::string, std::string>> parameters;
    std::vector<HttpMethod> methods;  // the methods of the path, if it has no operation with the method of the request
  };

  Match match(const HttpRequest& request) const;
  HttpResponse refuse(const HttpRequest& request, const Error& error) const;
  HttpResponse answer_elsewhere(const HttpRequest& request, std::vector<HttpMethod> methods) const;
  Task<std::optional<Authenticated>> identify(const HttpRequest& request);
  Task<void> admit_caller(const HttpRequest& head, const Operation& operation, RequestContext& context);
  Awaitable<HttpResponse> answer(HttpRequest request, Match match, RequestContext context);
  HttpResponse respond(const HttpRequest& request, const Operation& operation, RequestContext& context,
                       Result<std::string> reply) const;
  Result<JsonDocument> parameters(const HttpRequest& request, const Match& match) const;

  Dispatcher& dispatcher_;
  Authenticator& authenticator_;
  const Limits& limits_;
  Pages pages_;
  std::vector<Route> routes_;
};

// Returns the name as HTTP writes it.
std::string_view method_name(HttpMethod method);

}  // namespace parley
