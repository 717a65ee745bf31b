#include "api/document_parts.hpp"

namespace parley::documents {
namespace {

// Describes the errors that encode_error() writes. Only the documents use this text.
constexpr std::string_view kProblemSchema = R"({
  "type": "object",
  "description": "What went wrong (RFC 9457).",
  "required": ["type", "code", "title", "status"],
  "properties": {
    "type": {"type": "string", "format": "uri-reference", "description": "Where the server describes this problem."},
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

}  // namespace

Json information(std::string_view version, std::string_view description) {
  return {{"title", "Parley"},
          {"version", version},
          {"description", description},
          {"license", {{"name", "Apache-2.0"}, {"url", "https://www.apache.org/licenses/LICENSE-2.0"}}}};
}

Json bearer_scheme() { return {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}; }

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

Json Schemas::of_request(const Handler& handler) {
  book_.describes_request = true;
  Json reference = Json::parse(handler.request_schema(book_));
  book_.describes_request = false;
  return reference;
}

Json Schemas::inlined(const Json& reference) {
  const std::string path = reference.at("$ref");
  const std::string name = path.substr(path.rfind('/') + 1);
  inlined_.insert(name);
  return Json::parse(book_.components.at(name));
}

Json Schemas::all() const {
  Json schemas = Json::object();
  for (const auto& [name, text] : book_.components) {
    if (!inlined_.contains(name)) schemas[name] = Json::parse(text);
  }
  schemas["Problem"] = Json::parse(kProblemSchema);
  return schemas;
}

}  // namespace parley::documents
