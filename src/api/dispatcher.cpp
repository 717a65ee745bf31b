#include <parley/api/dispatcher.hpp>

#include <algorithm>
#include <cassert>
#include <exception>
#include <optional>
#include <vector>

#include <parley/base/log.hpp>
#include <parley/base/security_log.hpp>
#include <parley/protocol/errors.hpp>

namespace parley {
namespace {

// Returns whether the OpenAPI document says that the operation may answer with this error.
[[maybe_unused]] bool is_documented(const Operation& operation, ErrorCode code) {
  if (operation.path.empty() || code == ErrorCode::internal) return true;
  const std::vector<int> statuses = problem_statuses(operation);
  return std::ranges::find(statuses, http_status(code)) != statuses.end();
}

// Returns what the error is as a security event, or nothing.
std::optional<SecurityCause> cause_of(ErrorCode code) {
  if (code == ErrorCode::unauthenticated) return SecurityCause::not_signed_in;
  if (code == ErrorCode::token_expired) return SecurityCause::access_expired;
  if (code == ErrorCode::forbidden) return SecurityCause::forbidden;
  if (code == ErrorCode::rate_limited) return SecurityCause::limit_hit;
  return std::nullopt;
}

bool stores_something(const RequestContext& context, const Operation& operation) {
  return operation.cost != Cost::request && context.who;
}

// Returns how much of the reply a client gets. Few errors are long enough to matter.
std::size_t bytes_of(const Result<std::string>& reply) {
  if (reply) return reply->size();
  return reply.error().fields.empty() ? 0 : encode_error(reply.error(), {}).size();
}

}  // namespace

Dispatcher::Dispatcher(const OperationTable& table, RequestRates& rates, DailyStorage& storage, Metrics& metrics)
    : table_(table), rates_(rates), storage_(storage), metrics_(metrics) {}

Awaitable<Result<std::string>> Dispatcher::answer(RequestContext& context, const Operation& operation,
                                                  const ReadParameters& read) {
  const Instant arrived = Instant::clock::now();
  context.rates = &rates_;
  Result<std::string> reply = fail(ErrorCode::internal, "Something went wrong here. It has been logged.");
  bool has_taken_storage = false;
  bool needs_storage = false;
  // An exception is a fault of the server. It ends this request and not the connection.
  try {
    const Result<JsonValue> parameters = read();
    const Result<bool> storage = parameters ? take_storage(context, operation) : std::unexpected(parameters.error());
    has_taken_storage = storage.has_value() && stores_something(context, operation);
    needs_storage = storage.value_or(false);
    if (storage)
      reply = co_await operation.run(context, *parameters);
    else
      reply = std::unexpected(storage.error());
  } catch (const std::exception& exception) {
    log::error("operation.failed",
               {{"operation", operation.name}, {"request", context.request_id}, {"what", exception.what()}});
  }
  assert(reply || is_documented(operation, reply.error().code));
  if (has_taken_storage && (!reply || context.is_repeated)) storage_.give_back(context.caller().user, context.bytes);
  if (needs_storage) co_await storage_.renew(context.caller().user);
  rates_.charge_reply(context, bytes_of(reply));
  if (!reply)
    note_refusal(context, operation.name, reply.error());
  else if (operation.cost == Cost::message)
    metrics_.ack_seconds.observe(Instant::clock::now() - arrived);
  co_return reply;
}

void Dispatcher::note_refusal(const RequestContext& context, std::string_view wanted, const Error& error) {
  metrics_.errors.add(error.code);
  const std::optional<SecurityCause> cause = cause_of(error.code);
  if (!cause) return;
  SecurityFacts facts{.address = context.address, .request_id = context.request_id, .detail = wanted};
  if (context.who) {
    facts.user = context.caller().user;
    facts.session = context.caller().session;
  }
  record_security(metrics_, *cause, facts);
}

Error Dispatcher::refuse_identity(const RequestContext& context, std::string_view wanted, Error error) {
  note_refusal(context, wanted, error);
  const bool is_refusal = error.code == ErrorCode::unauthenticated || error.code == ErrorCode::token_expired;
  if (!is_refusal) return error;
  const Result<void> paid = rates_.admit(context, Cost::request);
  if (paid) return error;
  note_refusal(context, wanted, paid.error());
  return paid.error();
}

Result<void> Dispatcher::admit(const RequestContext& context, const Operation& operation) {
  Result<void> admitted = check(context, operation);
  if (!admitted) note_refusal(context, operation.name, admitted.error());
  return admitted;
}

Result<bool> Dispatcher::take_storage(const RequestContext& context, const Operation& operation) {
  if (!stores_something(context, operation)) return false;
  Result<bool> taken = storage_.take(context.caller().user, context.bytes);
  if (!taken) metrics_.rate_limited.add();
  return taken;
}

// The rate comes first, so that nobody repeats what is not permitted without a limit.
Result<void> Dispatcher::check(const RequestContext& context, const Operation& operation) {
  TRY(rates_.admit(context, operation.cost));
  return operation.authority.admit(context.who ? &context.caller() : nullptr);
}

}  // namespace parley
