// A request's head passes through match(), identify() and the dispatcher's admit(). Its body is read and parsed only
// after that, by parameters(); then the dispatcher calls the operation. Every outcome, also an error, becomes a
// response.
#include <parley/api/rest.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <parley/api/body_bound.hpp>
#include <parley/api/url.hpp>
#include <parley/base/address_key.hpp>
#include <parley/base/gzip.hpp>
#include <parley/protocol/http_text.hpp>
#include <parley/protocol/problem.hpp>

namespace parley {
namespace {

constexpr std::string_view kBase = "/api";

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

std::string_view parameter_name(std::string_view segment) { return segment.substr(1, segment.size() - 2); }

// Returns whether the media type is application/json, with or without parameters (RFC 9110 §8.3.1).
bool is_json(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return same_token(trim(type), "application/json");
}

// Returns whether the key can stand for a field of the request, whatever the body says. Other bytes than those of ASCII
// would reach the server in an encoding that nothing names (RFC 9110 §5.5).
bool is_idempotency_key(std::string_view key) {
  return key.size() <= kIdempotencyKeyMost && std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
}

// Returns the value of Allow (RFC 9110 §10.2.1). HEAD is possible wherever GET is, and OPTIONS everywhere.
std::string allow_header(const std::vector<HttpMethod>& methods) {
  std::string names;
  for (const HttpMethod method : methods) {
    names.append(method_name(method)).append(", ");
    if (method == HttpMethod::get) names.append("HEAD, ");
  }
  return names + "OPTIONS";
}

// Compresses a large response for clients that accept that. Responses with fresh tokens are never compressed, because
// their length would tell an observer something about the tokens (the attack is called BREACH).
void compress(const HttpRequest& request, HttpResponse& response) {
  constexpr std::size_t kWorthwhile = 1024;  // bytes
  if (response.body.size() < kWorthwhile) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts(request.header("Accept-Encoding"), "gzip")) return;
  response.body = gzip(response.body, GzipEffort::fast);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

RateState exhausted_rate(const Error& error) {
  return {error.exhausted_rate, 0, std::chrono::ceil<seconds>(error.retry_after.value_or(milliseconds(0)))};
}

HttpHeaders rate_headers(const RateState& state) {
  if (state.limit == 0) return {};
  return {{"RateLimit-Limit", std::to_string(state.limit)},
          {"RateLimit-Remaining", std::to_string(state.remaining)},
          {"RateLimit-Reset", std::to_string(state.reset.count())}};
}

RequestContext context_of(const HttpRequest& request) {
  RequestContext context;
  context.address = request.address;
  context.user_agent = request.header("User-Agent").substr(0, 200);
  context.request_id = request.request_id;
  context.cookies = request.header("Cookie");
  return context;
}

}  // namespace

std::string_view method_name(HttpMethod method) {
  switch (method) {
    case HttpMethod::get: return "GET";
    case HttpMethod::head: return "HEAD";
    case HttpMethod::post: return "POST";
    case HttpMethod::put: return "PUT";
    case HttpMethod::patch: return "PATCH";
    case HttpMethod::del: return "DELETE";
    case HttpMethod::options: return "OPTIONS";
    case HttpMethod::connect: return "CONNECT";
    case HttpMethod::trace: return "TRACE";
    case HttpMethod::query: return "QUERY";
  }
  std::unreachable();
}

Rest::Rest(Dispatcher& dispatcher, Authenticator& authenticator, const Limits& limits, Pages pages)
    : dispatcher_(dispatcher), authenticator_(authenticator), limits_(limits), pages_(std::move(pages)) {
  for (const auto& operation : dispatcher.table().all()) {
    if (operation->path.empty()) continue;
    const std::string path = std::string(kBase) + std::string(operation->path);
    const auto segments = path_segments(path);
    routes_.push_back(
        {operation->method, {segments.begin(), segments.end()}, operation.get(), body_bound(*operation, limits)});
  }
}

// Tries the operations first, then everything else.
Awaitable<HttpDecision> Rest::admit(const HttpRequest& head) {
  Match found = match(head);
  if (!found.operation) co_return std::unexpected(answer_elsewhere(head, std::move(found.methods)));
  RequestContext context = context_of(head);
  if (auto admitted = co_await admit_caller(head, *found.operation, context); !admitted) {
    co_return std::unexpected(respond(head, *found.operation, context, std::unexpected(std::move(admitted.error()))));
  }
  const std::size_t body_bytes = found.body_bytes;
  std::string payer = context.who ? context.caller().user.text() : AddressKey::of(head.address).text();
  co_return HttpAdmission{body_bytes, std::move(payer),
                          [this, found = std::move(found), context = std::move(context)](HttpRequest request) mutable {
                            return answer(std::move(request), std::move(found), std::move(context));
                          }};
}

// Answers a request for which there is no operation: with a page, or with what is possible at its path. `methods` are
// those of the operations at the path.
HttpResponse Rest::answer_elsewhere(const HttpRequest& request, std::vector<HttpMethod> methods) const {
  if (methods.empty()) {
    // No operation has this path. A page answers GET, and every other method as a path of the API does.
    HttpRequest wanted = request;
    wanted.method = HttpMethod::get;
    auto page = pages_(wanted);
    if (!page) return refuse(request, {ErrorCode::not_found, "There is nothing at this path."});
    if (request.method == HttpMethod::get) return std::move(*page);
    methods = {HttpMethod::get};
  }
  const std::string allowed = allow_header(methods);
  HttpResponse response;
  if (request.method == HttpMethod::options) {
    response.status = 204;
  } else {
    response = refuse(request, {ErrorCode::method_not_allowed, "This path knows " + allowed + "."});
  }
  response.headers.emplace_back("Allow", allowed);
  return response;
}

HttpResponse Rest::refuse(const HttpRequest& request, const Error& error) const {
  dispatcher_.note_unanswered(error.code);
  return problem_response(error, request.request_id);
}

// Finds the operation. If only other methods exist at this path, the match names them for the Allow header (RFC 9110
// §15.5.6).
Rest::Match Rest::match(const HttpRequest& request) const {
  const auto segments = path_segments(request.path);
  Match match;
  for (const Route& route : routes_) {
    const bool fits = std::ranges::equal(route.segments, segments, [](std::string_view pattern, std::string_view part) {
      return is_parameter(pattern) ? !part.empty() : pattern == part;
    });
    if (!fits) continue;
    if (route.method != request.method) {
      match.methods.push_back(route.method);
      continue;
    }
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (is_parameter(route.segments[i])) {
        match.parameters.emplace_back(parameter_name(route.segments[i]), segments[i]);
      }
    }
    match.operation = route.operation;
    match.body_bytes = route.body_bytes;
    break;
  }
  return match;
}

Task<std::optional<Authenticated>> Rest::identify(const HttpRequest& request) {
  const std::string_view authorization = request.header("Authorization");
  if (authorization.empty()) co_return std::nullopt;
  const std::string_view token = bearer_token(authorization);
  if (token.empty()) co_return fail(ErrorCode::unauthenticated, "Authorization: Bearer and a token are expected.");
  co_return CO_TRY(co_await authenticator_.authenticate(std::string(token)));
}

Task<std::optional<Authenticated>> Rest::identify_upgrade(const HttpRequest& request, std::string url_token) {
  const bool is_in_url = !url_token.empty() && request.header("Authorization").empty();
  Result<std::optional<Authenticated>> who;
  if (is_in_url)
    who = co_await authenticator_.authenticate(std::move(url_token));
  else
    who = co_await identify(request);
  if (!who) {
    who = std::unexpected(dispatcher_.refuse_identity(context_of(request), "websocket", std::move(who.error())));
  }
  co_return who;
}

// An operation that is open to everyone accepts a caller whose token has expired, so that a client can refresh its
// token.
Task<void> Rest::admit_caller(const HttpRequest& head, const Operation& operation, RequestContext& context) {
  auto who = co_await identify(head);
  if (who) {
    context.who = *std::move(who);
  } else if (!operation.authority.is_open) {
    co_return std::unexpected(dispatcher_.refuse_identity(context, operation.name, std::move(who.error())));
  }
  co_return dispatcher_.admit(context, operation);
}

Awaitable<HttpResponse> Rest::answer(HttpRequest request, Match match, RequestContext context) {
  std::optional<JsonDocument> document;
  context.bytes = request.body.size();
  const auto read = [&]() -> Result<JsonValue> { return document.emplace(TRY(parameters(request, match))).root(); };
  Result<std::string> reply = co_await dispatcher_.answer(context, *match.operation, read);
  co_return respond(request, *match.operation, context, std::move(reply));
}

HttpResponse Rest::respond(const HttpRequest& request, const Operation& operation, RequestContext& context,
                           Result<std::string> reply) const {
  HttpResponse response;
  if (reply) {
    response.status = context.is_repeated ? 200 : operation.status;
    if (operation.status == 204)
      response.content_type.clear();
    else
      response.body = std::move(*reply);
  } else {
    const bool token_was_refused = !context.who && !bearer_token(request.header("Authorization")).empty();
    response = problem_response(reply.error(), request.request_id, token_was_refused);
  }
  if (!operation.authority.is_open) compress(request, response);
  std::ranges::move(context.reply_headers, std::back_inserter(response.headers));
  // A limit of the operation itself that is exhausted says more than the limit of all requests.
  const bool has_own_limit = !reply && reply.error().exhausted_rate > 0;
  const RateState rate =
      has_own_limit ? exhausted_rate(reply.error()) : dispatcher_.rates().state(context, operation.cost);
  std::ranges::move(rate_headers(rate), std::back_inserter(response.headers));
  return response;
}

// Merges body, path and query into one JSON object. A body means nothing for an operation that takes none (RFC 9110
// §9.3.1), so it is ignored then. A field that two of them give is refused, because either value
// could be the intended one.
Result<JsonDocument> Rest::parameters(const HttpRequest& request, const Match& match) const {
  auto document = JsonDocument::empty_object();
  if (takes_body(*match.operation) && !request.body.empty()) {
    if (!is_json(request.header("Content-Type"))) {
      return fail(ErrorCode::unsupported_media_type, "The body must be application/json.");
    }
    document = TRY(JsonDocument::parse(request.body, limits_.json_depth));
    if (!document.root().is_object()) return fail(ErrorCode::malformed, "The body must be a JSON object.");
  }
  const auto query = query_parameters(request.query);
  if (!query) return fail(ErrorCode::malformed, "The query cannot be decoded.");
  for (const auto& [name, encoded] : match.parameters) {
    const auto value = percent_decode(encoded, false);
    if (!value) return fail(ErrorCode::malformed, "The path cannot be decoded.");
    if (!document.add_text(name, *value)) return fail_field(name, FieldFault::invalid, "The path gives this already.");
  }
  for (const auto& [name, value] : *query) {
    if (!document.add_text(name, value)) return fail_field(name, FieldFault::invalid, "This is given twice.");
  }
  const std::string field(match.operation->idempotency_field);
  const std::string_view key = request.header("Idempotency-Key");
  if (!field.empty() && !key.empty()) {
    if (!is_idempotency_key(key)) {
      return fail_field("Idempotency-Key", FieldFault::invalid,
                        fmt::format("Up to {} printable characters of ASCII are expected.", kIdempotencyKeyMost));
    }
    document.add_text(field, key);
  }
  return document;
}

}  // namespace parley
