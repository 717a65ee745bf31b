// The schemas of requests, replies and events come from their Fields. This file arranges them as AsyncAPI requires it.
#include <parley/api/documents.hpp>

#include "api/document_parts.hpp"

namespace parley {
namespace {

using namespace documents;

Json message(std::string_view name, std::string_view summary, const Json& payload) {
  return {{"name", name}, {"title", name}, {"summary", summary}, {"payload", payload}};
}

Json object_schema(Json properties, Json required) {
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

Json event_payload(const EventDescription& event, Schemas& schemas) {
  const Json id = {{"type", "string"}, {"format", "uuid"}};
  const Json number = {{"type", "integer"}, {"format", "int64"}};
  Json properties = {{"event", {{"const", event.name}}}};
  Json required = {"event", "data"};
  if (event.stream == EventStream::conversation) {
    properties.update({{"conversation", id}, {"rev", number}});
    required.insert(required.end(), {"conversation", "rev"});
  } else if (event.stream == EventStream::signal) {
    properties["conversation"] = id;
    required.push_back("conversation");
  } else if (event.stream == EventStream::user) {
    properties["user_rev"] = number;
    required.push_back("user_rev");
  }
  properties["data"] = schemas.of_data(event);
  return object_schema(std::move(properties), std::move(required));
}

// The client sends the token with the upgrade request or in hello.
Json live_security() { return Json::array({{{"$ref", "#/components/securitySchemes/bearer"}}}); }

Json message_reference(const std::string& name) { return {{"$ref", "#/channels/live/messages/" + name}}; }

// Adds the operation's request and its reply as messages of the only channel.
void add_live_operation(const Operation& operation, Schemas& schemas, Json& messages, Json& operations) {
  const std::string name(operation.name);
  const Json id = {{"type", "integer"}, {"description", "Chosen by the client; the reply carries it."}};
  messages[name] =
      message(name, operation.summary,
              object_schema({{"id", id}, {"op", {{"const", name}}}, {"params", schemas.of_request(operation.handler)}},
                            {"id", "op"}));
  messages[name + ".reply"] = message(name + ".reply", "The reply to " + name + ": result or error.",
                                      object_schema({{"id", id},
                                                     {"result", schemas.of_reply(operation.handler)},
                                                     {"error", {{"$ref", "#/components/schemas/Problem"}}}},
                                                    {"id"}));
  operations[name] = {
      {"action", "receive"},
      {"summary", operation.summary},
      {"description", describe(operation.authority)},
      {"channel", {{"$ref", "#/channels/live"}}},
      {"security", live_security()},
      {"messages", {message_reference(name)}},
      {"reply", {{"channel", {{"$ref", "#/channels/live"}}}, {"messages", {message_reference(name + ".reply")}}}}};
}

Json this_server(std::string_view public_url) {
  constexpr std::string_view kUsual = "http://localhost:8080";
  const std::string_view url = public_url.empty() ? kUsual : public_url;
  const std::size_t scheme_end = url.find("://");
  return {{"host", url.substr(scheme_end + std::string_view("://").size())},
          {"protocol", url.substr(0, scheme_end) == "https" ? "wss" : "ws"},
          {"pathname", "/api"},
          {"description", "This server."}};
}

}  // namespace

std::string asyncapi_document(const OperationTable& table, const DocumentedServer& server) {
  Schemas schemas(table.limits());
  Json messages = Json::object();
  Json operations = Json::object();
  for (const auto& operation : table.all()) {
    if (operation->transport != Transport::rest) add_live_operation(*operation, schemas, messages, operations);
  }
  Json event_references = Json::array();
  for (const EventDescription& event : event_descriptions()) {
    const std::string name = "event." + std::string(event.name);
    messages[name] = message(name, event.summary, event_payload(event, schemas));
    event_references.push_back(message_reference(name));
  }
  operations["events"] = {
      {"action", "send"},
      {"summary", "Events for the members that they concern, in the order of rev for each conversation."},
      {"channel", {{"$ref", "#/channels/live"}}},
      {"security", live_security()},
      {"messages", event_references}};
  const Json document = {
      {"asyncapi", "3.1.0"},
      {"info", information(server.version, "Parley's live interface: JSON objects as WebSocket text messages.")},
      {"defaultContentType", "application/json"},
      {"servers", {{"this", this_server(server.public_url)}}},
      {"channels",
       {{"live",
         {{"address", "/ws"},
          {"title", "Live"},
          {"description", "One WebSocket for each client. The first message is hello."},
          {"messages", messages}}}}},
      {"operations", operations},
      {"components", {{"securitySchemes", {{"bearer", bearer_scheme()}}}, {"schemas", schemas.all()}}}};
  return document.dump(2);
}

}  // namespace parley
