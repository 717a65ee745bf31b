// The table of operations. A row says the name, who may call it, the path in REST, request and reply, and the handler.
// REST, WebSocket, validation, JSON and both API documents follow from this table. Features add their rows, and the
// composition root binds the table to the services before the first request. Afterwards any loop reads it. The
// documents need no binding.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <parley/api/authority.hpp>
#include <parley/api/handler.hpp>
#include <parley/protocol/http_message.hpp>
#include <parley/protocol/nothing.hpp>

namespace parley {

// The ways in which clients can call an operation.
enum class Transport { both, rest, websocket };

// The rate limit that a call counts against. Changes that are stored for good have the rate of messages.
enum class Cost { request, change, message };

// A row of the table. The members have the order in which a row is written, so rows do not name them.
struct Operation {
  std::string_view name;  // such as message.send; the part before the dot is the area in the documents
  Authority authority;
  HttpMethod method = HttpMethod::get;
  std::string_view path;  // below /api, such as /conversations/{conversation}/messages; empty if it is not in REST
  int status = 200;       // the status of a reply over HTTP; with 204 it has no body
  Handler handler;
  std::string_view summary;
  Transport transport = Transport::both;
  Cost cost = Cost::request;
  std::string_view idempotency_field = {};  // the header Idempotency-Key sets this field if the body lacks it
  std::string_view conflict = {};  // what the status 409 says about the request; empty if it is never the answer
  RunOperation run = {};                    // empty until the table is bound
};

// Returns whether a request of REST carries its parameters in a body rather than in the query.
bool takes_body(const Operation& operation);
// Returns the HTTP statuses of the problems that this operation may answer with, ascending, without 500.
std::vector<int> problem_statuses(const Operation& operation);

class OperationTable {
 public:
  explicit OperationTable(const Limits& limits) : limits_(limits) {}

  void add(std::initializer_list<Operation> rows);
  // Gives every handler its services. Throws std::logic_error if a service was not added to `services`.
  void bind(const ServiceRegistry& services);

  // Returns null if there is no operation with this name.
  const Operation* find(std::string_view name) const;
  const std::vector<std::unique_ptr<Operation>>& all() const { return operations_; }
  const Limits& limits() const { return limits_; }

 private:
  const Limits& limits_;
  std::vector<std::unique_ptr<Operation>> operations_;
};

}  // namespace parley
