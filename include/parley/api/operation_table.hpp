// Every operation, declared once: its name, who may call it, its place in REST, what it takes and gives, and its
// handler. REST, WebSocket, validation, JSON and both API documents are views of this table. Features add their rows,
// and the composition root binds the table to the services before the first request; read by any loop afterwards. The
// documents are made from an unbound table.
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

enum class Door { both, rest, websocket };

// Which bucket a call is paid from.
enum class Cost { request, message };

// A row. The members stand in the order in which a row is written, so that rows need not name them.
struct Operation {
  std::string_view name;  // "message.send": the part before the dot is its area in the documents
  Authority authority;
  HttpMethod method = HttpMethod::get;
  std::string_view path;  // below /api, "/conversations/{conversation}/messages"; empty over WebSocket only
  int status = 200;       // of a reply over HTTP; 204 has no body
  Handler handler;
  std::string_view summary;
  Door door = Door::both;
  Cost cost = Cost::request;
  std::string_view idempotency_field = {};  // which field the header Idempotency-Key gives where it is absent
  RunOperation run = {};                    // empty until the table is bound
};

class OperationTable {
 public:
  explicit OperationTable(const Limits& limits) : limits_(limits) {}

  void add(std::initializer_list<Operation> rows);
  // Gives every handler the services that it needs. Throws std::logic_error if one of them was not added to `services`.
  void bind(const ServiceRegistry& services);

  const Operation* find(std::string_view name) const;
  const std::vector<std::unique_ptr<Operation>>& all() const { return operations_; }
  const Limits& limits() const { return limits_; }

 private:
  const Limits& limits_;
  std::vector<std::unique_ptr<Operation>> operations_;
};

}  // namespace parley
