// Limits how much each caller may ask for. A request takes one token when it arrives, then the rest of its weight once
// its parameters are read, and at the end what its reply and the database's work cost beyond that. A caller is a user,
// or an address for requests without credentials. The composition root owns it; any thread.
#pragma once

#include <chrono>
#include <optional>
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

class RequestRates {
 public:
  RequestRates(const Limits& limits, Metrics& metrics);

  // Takes the first token of a request, before its parameters are read. Errors: rate_limited.
  Result<void> admit(const RequestContext& context, Cost cost);
  // Takes what the request weighs beyond its first token. Errors: rate_limited.
  Result<void> take_weight(const RequestContext& context, double weight);
  // Takes what it costs to read a long message over WebSocket, before it is parsed, so that one user cannot keep the
  // server busy by reading on many connections. `user` is nothing for a client that has not signed in. Errors:
  // rate_limited.
  Result<void> admit_message(const std::optional<UserId>& user, const std::string& address, std::size_t bytes);
  // Takes what the reply costs beyond an ordinary one, even if the caller has fewer tokens.
  void charge_reply(const RequestContext& context, std::size_t bytes);
  // Takes what the work of the database costs beyond an ordinary request's, even if the user has fewer tokens.
  void charge_database(UserId user, std::chrono::nanoseconds time);

  // Returns the state of the rate limit from which the first token of such a request is taken.
  RateState state(const RequestContext& context, Cost cost) const;

 private:
  Result<void> take(const std::optional<UserId>& user, const std::string& address, double tokens);
  Result<void> refuse(milliseconds wait, double burst);

  const Limits& limits_;
  Metrics& metrics_;
  KeyedBuckets<UserId> requests_;
  KeyedBuckets<UserId> messages_;
  AddressBuckets anonymous_;  // for requests without credentials
  // The requests of all users of an address, so that many accounts do not multiply what one host may ask for.
  AddressBuckets addresses_;
};

}  // namespace parley
