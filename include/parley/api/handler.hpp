// Turns a free function into the handler of an operation. The parameters of the function name what it needs, in any
// order:
//
//   Task<Message> pin(Annotations& annotations, Caller caller, MessageRequest request);
//
// A service is looked up once, when the operation table is bound to the registry of services. The request context and
// the request come with each call; a Caller is possible if the operation is not open to everyone. A handler that is not
// bound still describes its request and its reply for the API documents. Any thread.
#pragma once

#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <parley/api/request_context.hpp>
#include <parley/api/service_registry.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/protocol/codec.hpp>

namespace parley {

// Reads the parameters, calls the function and returns its reply as JSON. Errors: invalid_request, and those of the
// function. REQUIRES: the context and the parameters outlive the coroutine.
using RunOperation = std::function<Awaitable<Result<std::string>>(RequestContext& context, JsonValue parameters)>;

struct Handler {
  std::function<RunOperation(const ServiceRegistry& services, const Limits& limits)> bind;
  std::string (*request_schema)(SchemaBook&) = nullptr;
  std::string (*reply_schema)(SchemaBook&) = nullptr;
  bool names_something = false;  // whether a field of the request is the id of something, which may not exist
};

template <class T>
inline constexpr bool kIsId = false;
template <class Tag>
inline constexpr bool kIsId<Id<Tag>> = true;
template <class T>
inline constexpr bool kIsId<std::optional<T>> = kIsId<T>;

template <class Request>
constexpr bool names_something() {
  bool found = false;
  each_field<Request>([&]<class Owner, class Member>(const Field<Owner, Member>&) { found = found || kIsId<Member>; });
  return found;
}

// Provides the argument for one parameter of the function. The general form provides a service; the specializations
// below provide the context, the caller and the request.
template <class Parameter, class Request>
struct Argument {
  static_assert(std::is_lvalue_reference_v<Parameter>, "a handler takes a service by reference");
  explicit Argument(const ServiceRegistry& services) : service(services.get<std::remove_reference_t<Parameter>>()) {}
  Parameter of(RequestContext&, Request&) const { return service; }
  Parameter service;
};

template <class Request>
struct Argument<RequestContext&, Request> {
  explicit Argument(const ServiceRegistry&) {}
  RequestContext& of(RequestContext& context, Request&) const { return context; }
};

template <class Request>
struct Argument<Caller, Request> {
  explicit Argument(const ServiceRegistry&) {}
  Caller of(RequestContext& context, Request&) const { return context.caller(); }
};

template <class Request>
struct Argument<Request, Request> {
  explicit Argument(const ServiceRegistry&) {}
  Request of(RequestContext&, Request& request) const { return std::move(request); }
};

template <class Request>
struct Argument<const Request&, Request> {
  explicit Argument(const ServiceRegistry&) {}
  const Request& of(RequestContext&, Request& request) const { return request; }
};

// Takes what the request weighs from the rates of its caller. Errors: rate_limited. Declared here and defined in
// request_rates.cpp, because request_rates.hpp includes this file by way of the operation table.
Result<void> take_weight(const RequestContext& context, double weight);

// A request with a weight() costs that many tokens. The handler runs only if the caller has them.
template <class Request, class Reply, class Answer, class... Parameters>
Awaitable<Result<std::string>> run_handler(Task<Answer> (*function)(Parameters...),
                                           const std::tuple<Argument<Parameters, Request>...>& arguments,
                                           RequestContext& context, Result<Request> request) {
  Request parameters = CO_TRY(std::move(request));
  if constexpr (requires { parameters.weight(); }) CO_TRY(take_weight(context, parameters.weight()));
  const auto call = [&](const auto&... argument) { return function(argument.of(context, parameters)...); };
  if constexpr (std::is_void_v<Answer>) {
    CO_TRY(co_await std::apply(call, arguments));
    co_return std::string("{}");
  } else {
    const Answer answer = CO_TRY(co_await std::apply(call, arguments));
    co_return to_json<Reply>(answer);
  }
}

// Returns the handler that reads a Request, calls `function` and writes its answer as a Reply.
template <class Request, class Reply, class Answer, class... Parameters>
Handler handle(Task<Answer> (*function)(Parameters...)) {
  const auto bind = [function](const ServiceRegistry& services, const Limits& limits) -> RunOperation {
    return [function, &limits, arguments = std::tuple(Argument<Parameters, Request>(services)...)](
               RequestContext& context, JsonValue parameters) {
      return run_handler<Request, Reply>(function, arguments, context, from_json<Request>(parameters, limits));
    };
  };
  return {bind, [](SchemaBook& book) { return Codec<Request>::schema(book, {}); },
          [](SchemaBook& book) { return Codec<Reply>::schema(book, {}); }, names_something<Request>()};
}

}  // namespace parley
