// Every operation, declared once: its name, who may call it, its place in REST, what it takes and gives, and its
// handler. REST, WebSocket, validation, JSON and both API documents are views of this table. It knows no service:
// handlers are given them with the call. Filled by the composition root before the first request; read by any loop
// afterwards.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <parley/api/request_context.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/protocol/codec.hpp>
#include <parley/protocol/nothing.hpp>

namespace parley {

// Who may call an operation. `anyone` and `user` are checked for every call; the rest inside the transaction that acts
// (core/policy.hpp), because only there it is certain.
enum class Permission {
  anyone,
  user,                // signed in
  member,              // of the conversation
  author,              // of the message, and still a member
  author_or_moderator,
  moderator,           // of a group, or one of the two of a direct conversation
  conversation_admin,  // of a group
};

enum class Door { both, rest, websocket };

// Which bucket a call is paid from.
enum class Cost { request, message };

struct OperationInfo {
  std::string_view name;  // "message.send": the part before the dot is its area in the documents
  std::string_view summary;
  Permission permission = Permission::user;
  HttpMethod method = HttpMethod::get;
  std::string_view path = {};  // below /api, "/conversations/{conversation}/messages"; empty over WebSocket only
  int status = 200;            // of a reply over HTTP; 204 has no body
  Door door = Door::both;
  Cost cost = Cost::request;
  std::string_view idempotency_field = {};  // which field the header Idempotency-Key gives where it is absent
};

struct Services;  // what the operations do their work with, see features/operations.hpp

struct Operation {
  OperationInfo info;
  // Reads the parameters, calls the handler, writes the reply as JSON. Services and call outlive the coroutine.
  std::function<Awaitable<Result<std::string>>(const Services& services, RequestContext& context, JsonValue parameters)>
      run;
  std::string (*request_schema)(SchemaBook&) = nullptr;
  std::string (*reply_schema)(SchemaBook&) = nullptr;
};

class OperationTable {
 public:
  explicit OperationTable(const Limits& limits) : limits_(limits) {}

  // Declares an operation. `handler` is called as handler(const Services&, RequestContext&, Request) and gives a
  // Task<Reply>; it may be a coroutine or pass one on.
  template <class Request, class Reply, class Handler>
  void add(const OperationInfo& info, Handler handler) {
    operations_.push_back(
        std::make_unique<Operation>(Operation{info, runner<Request, Reply>(std::move(handler)),
                                              [](SchemaBook& book) { return Codec<Request>::schema(book, {}); },
                                              [](SchemaBook& book) { return Codec<Reply>::schema(book, {}); }}));
  }

  const Operation* find(std::string_view name) const;
  const std::vector<std::unique_ptr<Operation>>& all() const { return operations_; }
  const Limits& limits() const { return limits_; }

 private:
  template <class Request, class Reply, class Handler>
  auto runner(Handler handler) {
    return [&limits = limits_, handler = std::move(handler)](const Services& services, RequestContext& context,
                                                             JsonValue parameters) {
      return run_one<Request, Reply>(handler, services, context, from_json<Request>(parameters, limits));
    };
  }

  template <class Request, class Reply, class Handler>
  static Awaitable<Result<std::string>> run_one(const Handler& handler, const Services& services,
                                                RequestContext& context, Result<Request> request) {
    if (!request) co_return std::unexpected(std::move(request.error()));
    auto reply = co_await handler(services, context, std::move(*request));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    if constexpr (std::is_void_v<typename decltype(reply)::value_type>)
      co_return std::string("{}");
    else
      co_return to_json<Reply>(*reply);
  }

  const Limits& limits_;
  std::vector<std::unique_ptr<Operation>> operations_;
};

}  // namespace parley
