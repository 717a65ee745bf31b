// Between the doors and the operations: is the caller known, is it within its rates, how did it end. Owned by the
// composition root; any loop.
#pragma once

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

class Dispatcher {
 public:
  // The table is bound to its services before the first call.
  Dispatcher(const OperationTable& table, const Limits& limits, Metrics& metrics);

  // Answers one call with JSON or an error. `parameters` and `call` outlive the coroutine. Nothing is suspended before
  // the operation's handler starts, so calls of one connection start in their order.
  Awaitable<Result<std::string>> answer(RequestContext& context, const Operation& operation, JsonValue parameters);

  const OperationTable& table() const { return table_; }
  RateState rate_state(const RequestContext& context, Cost cost) const;

 private:
  std::optional<Error> admit(const RequestContext& context, const Operation& operation);
  static std::string payer(const RequestContext& context);

  const OperationTable& table_;
  const Limits& limits_;
  Metrics& metrics_;
  KeyedBuckets<std::string> requests_;
  KeyedBuckets<std::string> messages_;
};

}  // namespace parley
