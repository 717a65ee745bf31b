// REST: the operation table by method and path. Path, query and body are merged into one set of parameters; what the
// table does not know is offered to the pages (health, metrics, documents, the web client). Owned by the composition
// root; any loop.
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

// Answers a GET that is no operation, or nothing where it has no such page.
using Pages = std::function<std::optional<HttpResponse>(const HttpRequest&)>;

class Rest final : public HttpHandler {
 public:
  Rest(Dispatcher& dispatcher, Authenticator& authenticator, const Limits& limits, Pages pages);

  Awaitable<HttpResponse> handle(HttpRequest request) override;

  // Whom a request's Authorization header names: nobody where there is none.
  Task<std::optional<Authenticated>> identify(const HttpRequest& request);

 private:
  struct Route {
    HttpMethod method;
    std::vector<std::string> segments;  // "{name}" stands for a parameter
    const Operation* operation;
  };
  struct Match {
    const Operation* operation = nullptr;  // none: no such path, or only with the methods in `allowed`
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string allowed;
  };

  Match match(const HttpRequest& request) const;
  Awaitable<HttpResponse> answer(const HttpRequest& request, Match match);
  Awaitable<Result<std::string>> run(const HttpRequest& request, const Match& match, RequestContext& context);
  Result<JsonDocument> parameters(const HttpRequest& request, const Match& match) const;
  HttpHeaders rate_headers(const RequestContext& context, Cost cost) const;

  Dispatcher& dispatcher_;
  Authenticator& authenticator_;
  const Limits& limits_;
  Pages pages_;
  std::vector<Route> routes_;
};

std::string_view method_name(HttpMethod method);

}  // namespace parley
