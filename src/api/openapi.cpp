// The schemas of requests and replies come from their Fields. This file arranges them as OpenAPI requires it.
#include <algorithm>
#include <set>

#include <parley/api/documents.hpp>
#include <parley/api/rest.hpp>
#include <parley/api/url.hpp>

#include "api/document_parts.hpp"

namespace parley {
namespace {

using namespace documents;

std::string area_of(std::string_view operation) {
  return std::string(operation.substr(0, std::min(operation.find('.'), operation.size())));
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return out;
}

bool is_required(const Json& definition, const std::string& property) {
  for (const Json& name : definition.value("required", Json::array())) {
    if (name == property) return true;
  }
  return false;
}

// OpenAPI writes the description of a parameter beside its schema, not in it. A parameter of the URL cannot be null: it
// is left out instead.
Json parameter(const std::string& name, std::string_view place, const Json& schema, bool required) {
  Json bare = schema.contains("oneOf") ? schema.at("oneOf").at(0) : schema;
  Json out = {{"name", name}, {"in", place}, {"required", required}, {"description", schema.value("description", "")}};
  if (schema.contains("deprecated")) out["deprecated"] = true;
  for (const char* said : {"description", "deprecated"}) bare.erase(said);
  out["schema"] = bare;
  return out;
}

Json header_reference(std::string_view name) { return {{"$ref", "#/components/headers/" + std::string(name)}}; }

Json header_references(std::initializer_list<std::string_view> names) {
  Json references = Json::object();
  for (const std::string_view name : names) references[std::string(name)] = header_reference(name);
  return references;
}

Json problem_response(std::string_view description, std::initializer_list<std::string_view> headers = {}) {
  Json all_headers = header_references({"X-Request-Id"});
  all_headers.update(header_references(headers));
  return {{"description", description},
          {"headers", all_headers},
          {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

std::string_view describe_status(const Operation& operation, int status) {
  switch (status) {
    case 400: return "The request is not valid.";
    case 401: return "Sign in, or refresh the token.";
    case 403: return "The caller may not do this.";
    case 404: return "It does not exist, or the caller may not know that it does.";
    case 409: return operation.conflict;
    case 413: return "The body is too large.";
    case 415: return "The body is not application/json.";
    case 429: return "Too many requests.";
    case 503: return "The server is busy or cannot reach what it needs.";
    default: return "";
  }
}

Json responses(const Operation& operation, const Json& reply) {
  Json success = {
      {"description", operation.status == 204 ? "Done." : operation.summary},
      {"headers", header_references({"X-Request-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"})}};
  if (operation.status != 204) success["content"] = {{"application/json", {{"schema", reply}}}};
  Json all = Json::object();
  if (operation.status == 201) success["headers"]["Location"] = header_reference("Location");
  if (!operation.idempotency_field.empty()) {
    all["200"] = success;
    all["200"]["description"] = "An earlier request had the same key; this is the reply to it.";
  }
  all[std::to_string(operation.status)] = success;
  for (const int status : problem_statuses(operation)) {
    const std::string_view description = describe_status(operation, status);
    Json& response = all[std::to_string(status)];
    if (status == 401) {
      response = problem_response(description, {"WWW-Authenticate"});
    } else if (status == 429 || status == 503) {
      response = problem_response(description, {"Retry-After"});
    } else {
      response = problem_response(description);
    }
  }
  all["default"] = problem_response("Anything else that went wrong.");
  return all;
}

Json header(std::string_view description, Json schema) {
  return {{"description", description}, {"schema", std::move(schema)}};
}

// The headers of responses, to which the operations refer.
Json response_headers() {
  const Json text = {{"type", "string"}};
  const Json count = {{"type", "integer"}, {"minimum", 0}};
  return {{"X-Request-Id", header("The request's id, which the server's log has too.", text)},
          {"RateLimit-Limit", header("How many requests the caller may send at once.", count)},
          {"RateLimit-Remaining", header("How many of them are left.", count)},
          {"RateLimit-Reset", header("The seconds until all of them are there again.", count)},
          {"Location", header("The path of what was created.", {{"type", "string"}, {"format", "uri-reference"}})},
          {"WWW-Authenticate", header("Bearer, and what is wrong with the token that was sent (RFC 6750).", text)},
          {"Retry-After", header("The seconds after which the request may succeed.", count)}};
}

Json idempotency_parameter(const std::string& field, const Json& schema) {
  Json header = parameter("Idempotency-Key", "header", schema, false);
  header["description"] = "Stands for " + field + " if the body does not have it.";
  header["schema"]["maxLength"] = kIdempotencyKeyMost;
  // HTTP takes spaces at both ends away, and an empty key is none.
  header["schema"].erase("minLength");
  header["schema"]["pattern"] = "^([!-~]([ -~]*[!-~])?)?$";
  return header;
}

// Returns the schema of a body with these properties. It may not give again what the path gives.
Json body_schema(const Json& definition, const Json& properties, const Json& parameters) {
  Json body = {{"type", "object"}, {"properties", properties}};
  for (const auto& [name, schema] : properties.items()) {
    if (is_required(definition, name)) body["required"].push_back(name);
  }
  for (const Json& one : parameters) {
    if (one.at("in") == "path") body["not"]["anyOf"].push_back({{"required", {one.at("name")}}});
  }
  return body;
}

// The fields of the request that the path names are path parameters. The others are in the body, or in the query if the
// method has no body.
Json rest_operation(const Operation& operation, Schemas& schemas) {
  Json definition = schemas.inlined(schemas.of_request(operation.handler));
  Json properties = definition.value("properties", Json::object());
  Json parameters = Json::array();
  for (const std::string_view segment : path_segments(operation.path)) {
    if (!segment.starts_with('{')) continue;
    const std::string name(segment.substr(1, segment.size() - 2));
    parameters.push_back(parameter(name, "path", properties.at(name), true));
    properties.erase(name);
  }
  const bool has_body = takes_body(operation);
  if (!has_body) {
    for (const auto& [name, schema] : properties.items()) {
      parameters.push_back(parameter(name, "query", schema, is_required(definition, name)));
    }
  }
  if (const std::string field(operation.idempotency_field); !field.empty()) {
    parameters.push_back(idempotency_parameter(field, properties.at(field)));
  }

  Json out = {{"operationId", operation.name},
              {"summary", operation.summary},
              {"description", describe(operation.authority)},
              {"tags", {area_of(operation.name)}}};
  if (operation.authority.is_open) out["security"] = Json::array();
  if (!parameters.empty()) out["parameters"] = parameters;
  if (has_body && !properties.empty()) {
    const Json body = body_schema(definition, properties, parameters);
    out["requestBody"] = {{"required", body.contains("required")},
                          {"content", {{"application/json", {{"schema", body}}}}}};
  }
  const bool has_reply = operation.status != 204;
  out["responses"] = responses(operation, has_reply ? schemas.of_reply(operation.handler) : Json());
  return out;
}

}  // namespace

std::string openapi_document(const OperationTable& table, const DocumentedServer& server) {
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
      {"info", information(server.version,
                           "Parley's REST interface. Live clients can use the same operations over the WebSocket at "
                           "/api/ws, see /api/asyncapi.json.")},
      {"servers", {{{"url", std::string(server.public_url) + "/api"}, {"description", "This server."}}}},
      {"security", {{{"bearer", Json::array()}}}},
      {"tags", tags},
      {"paths", paths},
      {"components",
       {{"securitySchemes", {{"bearer", bearer_scheme()}}},
        {"headers", response_headers()},
        {"schemas", schemas.all()}}}};
  return document.dump(2);
}

}  // namespace parley
