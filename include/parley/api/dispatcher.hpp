// Between the doors and the operations: is the caller known, is it within its rates, how did it end. Owned by the
// composition root; any loop.
#pragma once

#include <functional>
#include <string>

#include <parley/api/operation_table.hpp>
#include <parley/base/keyed_buckets.hpp>
#include <parley/base/metrics.hpp>

namespace parley {

// What the RateLimit-* headers say.
struct RateState {
  std::int64_t limit = 0;  // 0: no limit
  std::int64_t remaining = 0;
  seconds reset{0};        // until the bucket is full again
};

// Gives the parameters of a call. Errors: malformed, invalid_request, unsupported_media_type.
using ReadParameters = std::function<Result<JsonValue>()>;

class Dispatcher {
 public:
  // The table is bound to its services before the first call.
  Dispatcher(const OperationTable& table, const Limits& limits, Metrics& metrics);

  // Answers one call with JSON or an error. The parameters are read only when the caller's role and scope permit the
  // call and its rates are kept. All arguments, and what `read` gives a view of, outlive the coroutine. Nothing is
  // suspended before the operation's handler starts, so calls of one connection start in their order.
  Awaitable<Result<std::string>> answer(RequestContext& context, const Operation& operation,
                                        const ReadParameters& read);

  const OperationTable& table() const { return table_; }
  RateState rate_state(const RequestContext& context, Cost cost) const;

 private:
  Result<JsonValue> admit_and_read(const RequestContext& context, const Operation& operation,
                                   const ReadParameters& read);
  Result<void> admit(const RequestContext& context, const Operation& operation);
  static std::string payer(const RequestContext& context);

  const OperationTable& table_;
  const Limits& limits_;
  Metrics& metrics_;
  KeyedBuckets<std::string> requests_;
  KeyedBuckets<std::string> messages_;
};

}  // namespace parley
