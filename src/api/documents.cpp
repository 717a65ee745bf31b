// The schemas of requests, replies and events come from their Fields. This file arranges them as OpenAPI and AsyncAPI
// require it.
#include <parley/api/documents.hpp>

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include <parley/api/rest.hpp>
#include <parley/api/url.hpp>
#include <parley/core/event_description.hpp>

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

// Describes the errors that encode_error() writes. Only the documents use this text.
constexpr std::string_view kProblemSchema = R"({
  "type": "object",
  "description": "What went wrong (RFC 9457).",
  "required": ["code", "title", "status"],
  "properties": {
    "code": {"type": "string", "description": "The stable code of the error, for programs."},
    "title": {"type": "string", "description": "The code in words."},
    "status": {"type": "integer", "description": "The HTTP status."},
    "detail": {"type": "string", "description": "What happened in this case."},
    "errors": {
      "type": "array",
      "description": "The fields that are not valid.",
      "items": {
        "type": "object",
        "required": ["field", "code"],
        "properties": {
          "field": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}
        }
      }
    },
    "retry_after_ms": {"type": "integer", "description": "When to try again."},
    "request_id": {"type": "string", "description": "The id of the request. Give it when you ask for help."}
  }
})";

std::string area_of(std::string_view operation) {
  return std::string(operation.substr(0, std::min(operation.find('.'), operation.size())));
}

std::string describe(const Authority& authority) {
  if (authority.is_open) return "Open to anyone.";
  switch (authority.relation) {
    case Relation::none: return "For signed-in users.";
    case Relation::member: return "For members of the conversation.";
    case Relation::author: return "For the message's author.";
    case Relation::author_or_moderator: return "For the message's author and the group's moderators.";
    case Relation::moderator: return "For the group's moderators, and both sides of a direct conversation.";
    case Relation::conversation_admin: return "For the group's admins.";
  }
  return "";
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return out;
}

// Collects the schemas that a document refers to.
class Schemas {
 public:
  explicit Schemas(const Limits& limits) : book_{limits, {}} {}

  // Returns a reference to the schema, which becomes one of the components.
  Json of(std::string (*schema)(SchemaBook&)) { return Json::parse(schema(book_)); }
  Json of_data(const EventDescription& event) { return Json::parse(event.schema(book_)); }

  // Returns the schema behind a reference, for a place where it is written out. It is then no component.
  Json inlined(const Json& reference) {
    const std::string path = reference.at("$ref");
    const std::string name = path.substr(path.rfind('/') + 1);
    inlined_.insert(name);
    return Json::parse(book_.components.at(name));
  }

  Json all() const {
    Json schemas = Json::object();
    for (const auto& [name, text] : book_.components) {
      if (!inlined_.contains(name)) schemas[name] = Json::parse(text);
    }
    schemas["Problem"] = Json::parse(kProblemSchema);
    return schemas;
  }

 private:
  SchemaBook book_;
  std::set<std::string> inlined_;
};

bool is_required(const Json& definition, const std::string& property) {
  for (const Json& name : definition.value("required", Json::array())) {
    if (name == property) return true;
  }
  return false;
}

// OpenAPI writes the description of a parameter beside its schema, not in it.
Json parameter(const std::string& name, std::string_view place, const Json& schema, bool required) {
  Json bare = schema;
  const std::string description = bare.value("description", "");
  bare.erase("description");
  return {{"name", name}, {"in", place}, {"required", required}, {"description", description}, {"schema", bare}};
}

Json problem_response(std::string_view description) {
  return {{"description", description},
          {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

Json responses(const Operation& operation, const Json& reply) {
  Json success = {{"description", operation.status == 204 ? "Done." : operation.summary}};
  if (operation.status != 204) success["content"] = {{"application/json", {{"schema", reply}}}};
  Json all = {{std::to_string(operation.status), success}};
  all["400"] = problem_response("The request is not valid.");
  if (!operation.authority.is_open) all["401"] = problem_response("Sign in, or refresh the token.");
  all["429"] = problem_response("Too many requests.");
  return all;
}

// The fields of the request that the path names are path parameters. The others are in the body, or in the query if the
// method has no body.
Json rest_operation(const Operation& operation, Schemas& schemas) {
  Json definition = schemas.inlined(schemas.of(operation.handler.request_schema));
  Json properties = definition.value("properties", Json::object());
  Json parameters = Json::array();
  for (const std::string_view segment : path_segments(operation.path)) {
    if (!segment.starts_with('{')) continue;
    const std::string name(segment.substr(1, segment.size() - 2));
    parameters.push_back(parameter(name, "path", properties.at(name), true));
    properties.erase(name);
  }
  const bool has_body = operation.method != HttpMethod::get && operation.method != HttpMethod::del;
  if (!has_body) {
    for (const auto& [name, schema] : properties.items()) {
      parameters.push_back(parameter(name, "query", schema, is_required(definition, name)));
    }
  }

  Json out = {{"operationId", operation.name},
              {"summary", operation.summary},
              {"description", describe(operation.authority)},
              {"tags", {area_of(operation.name)}}};
  if (operation.authority.is_open) out["security"] = Json::array();
  if (!parameters.empty()) out["parameters"] = parameters;
  if (has_body && !properties.empty()) {
    Json required = Json::array();
    for (const auto& [name, schema] : properties.items()) {
      if (is_required(definition, name) && name != operation.idempotency_field) required.push_back(name);
    }
    Json body = {{"type", "object"}, {"properties", properties}};
    if (!required.empty()) body["required"] = required;
    out["requestBody"] = {{"required", !required.empty()}, {"content", {{"application/json", {{"schema", body}}}}}};
  }
  const bool has_reply = operation.status != 204;
  out["responses"] = responses(operation, has_reply ? schemas.of(operation.handler.reply_schema) : Json());
  return out;
}

Json information(std::string_view version, std::string_view what) {
  return {{"title", "Parley"},
          {"version", version},
          {"description", what},
          {"license", {{"name", "Apache-2.0"}, {"url", "https://www.apache.org/licenses/LICENSE-2.0"}}}};
}

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

Json bearer_scheme() { return {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}; }

Json message_reference(const std::string& name) { return {{"$ref", "#/channels/live/messages/" + name}}; }

// Adds the operation's request and its reply as messages of the only channel.
void add_live_operation(const Operation& operation, Schemas& schemas, Json& messages, Json& operations) {
  const std::string name(operation.name);
  const Json id = {{"type", "integer"}, {"description", "Chosen by the client; the reply carries it."}};
  messages[name] = message(
      name, operation.summary,
      object_schema({{"id", id}, {"op", {{"const", name}}}, {"params", schemas.of(operation.handler.request_schema)}},
                    {"id", "op"}));
  messages[name + ".reply"] = message(name + ".reply", "The reply to " + name + ": result or error.",
                                      object_schema({{"id", id},
                                                     {"result", schemas.of(operation.handler.reply_schema)},
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

}  // namespace

std::string openapi_document(const OperationTable& table, std::string_view version) {
  Schemas schemas(table.limits());
  Json paths = Json::object();
  Json tags = Json::array();
  std::set<std::string> areas;
  for (const auto& operation : table.all()) {
    if (operation->path.empty()) continue;
    paths[std::string(operation->path)][lower(method_name(operation->method))] = rest_operation(*operation, schemas);
    if (areas.insert(area_of(operation->name)).second) tags.push_back({{"name", area_of(operation->name)}});
  }
  const Json document = {
      {"openapi", "3.1.0"},
      {"info", information(version,
                           "Parley's REST interface. Live clients can use the same operations over the WebSocket at "
                           "/api/ws, see /api/asyncapi.json.")},
      {"servers", {{{"url", "/api"}, {"description", "This server."}}}},
      {"security", {{{"bearer", Json::array()}}}},
      {"tags", tags},
      {"paths", paths},
      {"components", {{"securitySchemes", {{"bearer", bearer_scheme()}}}, {"schemas", schemas.all()}}}};
  return document.dump(2);
}

std::string asyncapi_document(const OperationTable& table, std::string_view version) {
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
      {"asyncapi", "3.0.0"},
      {"info", information(version, "Parley's live interface: JSON objects as WebSocket text messages.")},
      {"defaultContentType", "application/json"},
      {"servers",
       {{"this",
         {{"host", "localhost:8080"}, {"protocol", "ws"}, {"pathname", "/api"}, {"description", "This server."}}}}},
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
