// Calls the operations for REST and WebSocket. It checks role and scope of the caller and the rate limits, and counts
// the outcomes. The composition root owns it; any loop.
#pragma once

#include <functional>
#include <string>

#include <parley/api/daily_storage.hpp>
#include <parley/api/operation_table.hpp>
#include <parley/api/request_rates.hpp>
#include <parley/base/metrics.hpp>

namespace parley {

// Returns the parameters of a request. Errors: malformed, invalid_request, unsupported_media_type.
using ReadParameters = std::function<Result<JsonValue>()>;

class Dispatcher {
 public:
  // REQUIRES: the table is bound to its services before the first request.
  Dispatcher(const OperationTable& table, RequestRates& rates, DailyStorage& storage, Metrics& metrics);

  // Decides whether the caller's role, scope and rate limit permit the request, before anything of it is read. A
  // request that is refused takes a token, too. Errors: unauthenticated, forbidden, rate_limited.
  Result<void> admit(const RequestContext& context, const Operation& operation);
  // Notes that the token of a request was refused, before it is known who asks, and takes a token of the request's
  // address. `wanted` is the name of what was asked for. Returns the error to answer with: the given one, or
  // rate_limited.
  Error refuse_identity(const RequestContext& context, std::string_view wanted, Error error);
  // Counts a request over HTTP that no operation and no page answers.
  void note_unanswered(ErrorCode code) { metrics_.http_refusals.add(code); }
  // Answers a request with JSON or an error. Does not suspend before the operation's handler starts, so the requests of
  // one connection start in their order.
  // REQUIRES: admit() has succeeded for the request. All arguments, and the text that the parameters refer to, outlive
  // the coroutine.
  Awaitable<Result<std::string>> answer(RequestContext& context, const Operation& operation,
                                        const ReadParameters& read);

  const OperationTable& table() const { return table_; }
  RequestRates& rates() const { return rates_; }

 private:
  Result<void> check(const RequestContext& context, const Operation& operation);
  // Takes the bytes of a request that stores something. Returns whether its user needs a further portion. Errors:
  // rate_limited.
  Result<bool> take_storage(const RequestContext& context, const Operation& operation);
  // Counts the error, and records it if it says that a caller tried what is not permitted.
  void note_refusal(const RequestContext& context, std::string_view wanted, const Error& error);

  const OperationTable& table_;
  RequestRates& rates_;
  DailyStorage& storage_;
  Metrics& metrics_;
};

}  // namespace parley
