// Calls operations by their name through either door, as the operation table places them there. Used on one thread.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <parley/api/operation_table.hpp>

#include "e2e/support/live_client.hpp"
#include "e2e/support/person.hpp"

namespace parley::e2e {

// Every operation there is, those for development included.
const OperationTable& operation_table();

// Calls by REST: the parameters that the path names go there, the others into the query or the body.
HttpReply call_by_rest(HttpClient& client, const Operation& operation, Json parameters);

enum class Way { rest, websocket };

// Somebody who does everything in one way.
class Caller {
 public:
  Caller(const ServerProcess& server, const Person& person, Way way);

  // The result of an operation that has to succeed; an empty object where it has none.
  Json must(std::string_view operation, const Json& parameters = Json::object());
  // The error of an operation that has to be refused.
  Json refused(std::string_view operation, const Json& parameters = Json::object());

 private:
  HttpClient http_;
  std::unique_ptr<LiveClient> live_;  // none by REST
};

}  // namespace parley::e2e
