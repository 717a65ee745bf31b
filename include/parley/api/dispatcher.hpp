// Calls the operations for REST and WebSocket. It checks role and scope of the caller and the rate limits, and counts
// the outcomes. The composition root owns it; any loop.
#pragma once

#include <functional>
#include <string>

#include <parley/api/operation_table.hpp>
#include <parley/base/address_buckets.hpp>
#include <parley/base/keyed_buckets.hpp>
#include <parley/base/metrics.hpp>

namespace parley {

// The state of a caller's rate limit, for the RateLimit-* headers.
struct RateState {
  std::int64_t limit = 0;  // 0: no limit
  std::int64_t remaining = 0;
  seconds reset{0};        // time until the full limit is available again
};

// Returns the parameters of a request. Errors: malformed, invalid_request, unsupported_media_type.
using ReadParameters = std::function<Result<JsonValue>()>;

class Dispatcher {
 public:
  // REQUIRES: the table is bound to its services before the first request.
  Dispatcher(const OperationTable& table, const Limits& limits, Metrics& metrics);

  // Answers one request with JSON or an error. Reads the parameters only if the caller's role, scope and rate limit
  // permit the request. Does not suspend before the operation's handler starts, so the requests of one connection start
  // in their order.
  // REQUIRES: all arguments, and the text that the parameters refer to, outlive the coroutine.
  Awaitable<Result<std::string>> answer(RequestContext& context, const Operation& operation,
                                        const ReadParameters& read);

  const OperationTable& table() const { return table_; }
  // Returns the state of the rate limit from which an operation of this cost is taken.
  RateState rate_state(const RequestContext& context, Cost cost) const;

 private:
  Result<JsonValue> admit_and_read(const RequestContext& context, const Operation& operation,
                                   const ReadParameters& read);
  Result<void> admit(const RequestContext& context, const Operation& operation);
  // Takes a token from the bucket of the caller, or of the address if the request has no credentials. Returns nothing
  // if there was one, otherwise how long to wait.
  std::optional<milliseconds> take(const RequestContext& context, Cost cost);

  const OperationTable& table_;
  const Limits& limits_;
  Metrics& metrics_;
  KeyedBuckets<UserId> requests_;
  KeyedBuckets<UserId> messages_;
  AddressBuckets anonymous_;  // for requests without credentials
};

}  // namespace parley
