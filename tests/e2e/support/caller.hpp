// Calls operations by name, by REST or over a WebSocket, as the operation table describes them. Used on one thread.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <parley/api/operation_table.hpp>

#include "e2e/support/live_client.hpp"
#include "e2e/support/person.hpp"

namespace parley::e2e {

// Returns every operation, including those for development only.
const OperationTable& operation_table();

// Calls by REST. Parameters that the path names go into the path, the others into the query or the body.
HttpReply call_by_rest(HttpClient& client, const Operation& operation, Json parameters);

enum class Way { rest, websocket };

// A user who makes all calls in the same way: either by REST or over a WebSocket.
class Caller {
 public:
  Caller(const ServerProcess& server, const Person& person, Way way);

  // Returns the result of an operation that has to succeed, or an empty object if it has no result.
  Json must(std::string_view operation, const Json& parameters = Json::object());
  // Returns the error of an operation that has to be refused.
  Json refused(std::string_view operation, const Json& parameters = Json::object());

 private:
  HttpClient http_;
  std::unique_ptr<LiveClient> live_;  // null if the caller uses REST
};

}  // namespace parley::e2e
