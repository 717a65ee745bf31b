#include <parley/api/dispatcher.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <exception>
#include <vector>

#include <parley/base/log.hpp>
#include <parley/protocol/errors.hpp>

namespace parley {
namespace {

// The number of callers whose rates are counted at the same time.
constexpr std::size_t kRateKeys = 100'000;

std::unexpected<Error> rate_limited(milliseconds wait) {
  return std::unexpected(Error{ErrorCode::rate_limited, "Too many requests. Try again a little later.", {}, wait});
}

// Returns whether the OpenAPI document says that the operation may answer with this error.
[[maybe_unused]] bool is_documented(const Operation& operation, ErrorCode code) {
  if (operation.path.empty() || code == ErrorCode::internal) return true;
  const std::vector<int> statuses = problem_statuses(operation);
  return std::ranges::find(statuses, http_status(code)) != statuses.end();
}

}  // namespace

Dispatcher::Dispatcher(const OperationTable& table, const Limits& limits, Metrics& metrics)
    : table_(table),
      limits_(limits),
      metrics_(metrics),
      requests_({limits.requests_per_second, limits.request_burst}, kRateKeys),
      messages_({limits.messages_per_second, limits.message_burst}, kRateKeys),
      anonymous_({limits.requests_per_second, limits.request_burst}, kRateKeys) {}

Awaitable<Result<std::string>> Dispatcher::answer(RequestContext& context, const Operation& operation,
                                                  const ReadParameters& read) {
  // An exception is a fault of the server. It ends this request and not the connection.
  const Instant arrived = Instant::clock::now();
  Result<std::string> reply = fail(ErrorCode::internal, "Something went wrong here. It has been logged.");
  try {
    const Result<JsonValue> parameters = admit_and_read(context, operation, read);
    if (parameters)
      reply = co_await operation.run(context, *parameters);
    else
      reply = std::unexpected(parameters.error());
  } catch (const std::exception& exception) {
    log::error("operation.failed",
               {{"operation", operation.name}, {"request", context.request_id}, {"what", exception.what()}});
  }
  assert(reply || is_documented(operation, reply.error().code));
  if (!reply)
    metrics_.errors.add(reply.error().code);
  else if (operation.cost == Cost::message)
    metrics_.ack_seconds.observe(Instant::clock::now() - arrived);
  co_return reply;
}

Result<JsonValue> Dispatcher::admit_and_read(const RequestContext& context, const Operation& operation,
                                             const ReadParameters& read) {
  TRY(admit(context, operation));
  return read();
}

Result<void> Dispatcher::admit(const RequestContext& context, const Operation& operation) {
  TRY(operation.authority.admit(context.who ? &context.caller() : nullptr));
  if (const auto wait = take(context, operation.cost)) {
    metrics_.rate_limited.add();
    return rate_limited(*wait);
  }
  return {};
}

std::optional<milliseconds> Dispatcher::take(const RequestContext& context, Cost cost) {
  const Instant now = Instant::clock::now();
  if (!context.who) return anonymous_.take(AddressKey::of(context.address), now);
  return (cost == Cost::message ? messages_ : requests_).take(context.caller().user, now);
}

RateState Dispatcher::rate_state(const RequestContext& context, Cost cost) const {
  const bool is_message = cost == Cost::message && context.who;
  const double rate = is_message ? limits_.messages_per_second : limits_.requests_per_second;
  if (rate == 0) return {};
  const double burst = is_message ? limits_.message_burst : limits_.request_burst;
  const Instant now = Instant::clock::now();
  const double remaining = context.who ? (is_message ? messages_ : requests_).remaining(context.caller().user, now)
                                       : anonymous_.remaining(AddressKey::of(context.address), now);
  return {static_cast<std::int64_t>(burst), static_cast<std::int64_t>(remaining),
          seconds(static_cast<std::int64_t>(std::ceil((burst - remaining) / rate)))};
}

}  // namespace parley
