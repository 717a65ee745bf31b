#include <parley/api/dispatcher.hpp>

#include <algorithm>
#include <cassert>
#include <exception>
#include <vector>

#include <parley/base/log.hpp>
#include <parley/protocol/errors.hpp>

namespace parley {
namespace {

// Returns whether the OpenAPI document says that the operation may answer with this error.
[[maybe_unused]] bool is_documented(const Operation& operation, ErrorCode code) {
  if (operation.path.empty() || code == ErrorCode::internal) return true;
  const std::vector<int> statuses = problem_statuses(operation);
  return std::ranges::find(statuses, http_status(code)) != statuses.end();
}

}  // namespace

Dispatcher::Dispatcher(const OperationTable& table, RequestRates& rates, Metrics& metrics)
    : table_(table), rates_(rates), metrics_(metrics) {}

Awaitable<Result<std::string>> Dispatcher::answer(RequestContext& context, const Operation& operation,
                                                  const ReadParameters& read) {
  // An exception is a fault of the server. It ends this request and not the connection.
  const Instant arrived = Instant::clock::now();
  context.rates = &rates_;
  Result<std::string> reply = fail(ErrorCode::internal, "Something went wrong here. It has been logged.");
  try {
    const Result<JsonValue> parameters = read();
    if (parameters)
      reply = co_await operation.run(context, *parameters);
    else
      reply = std::unexpected(parameters.error());
  } catch (const std::exception& exception) {
    log::error("operation.failed",
               {{"operation", operation.name}, {"request", context.request_id}, {"what", exception.what()}});
  }
  assert(reply || is_documented(operation, reply.error().code));
  if (reply) rates_.charge_reply(context, reply->size());
  if (!reply)
    metrics_.errors.add(reply.error().code);
  else if (operation.cost == Cost::message)
    metrics_.ack_seconds.observe(Instant::clock::now() - arrived);
  co_return reply;
}

Result<void> Dispatcher::admit(const RequestContext& context, const Operation& operation) {
  Result<void> admitted = check(context, operation);
  if (!admitted) metrics_.errors.add(admitted.error().code);
  return admitted;
}

Result<void> Dispatcher::check(const RequestContext& context, const Operation& operation) {
  TRY(operation.authority.admit(context.who ? &context.caller() : nullptr));
  return rates_.admit(context, operation.cost);
}

}  // namespace parley
