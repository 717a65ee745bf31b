// What the two API documents have in common. Only openapi.cpp and asyncapi.cpp include it. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <parley/api/operation_table.hpp>
#include <parley/core/event_description.hpp>

namespace parley::documents {

using Json = nlohmann::ordered_json;

// Returns the member `info` of a document.
Json information(std::string_view version, std::string_view description);
// Returns the security scheme of access tokens.
Json bearer_scheme();
// Returns who may use the operation, as a sentence.
std::string describe(const Authority& authority);

// Collects the schemas that the documents refer to.
class Schemas {
 public:
  explicit Schemas(const Limits& limits) : book_{limits, {}} {}

  // These return a reference to the schema.
  Json of_request(const Handler& handler);
  Json of_reply(const Handler& handler) { return Json::parse(handler.reply_schema(book_)); }
  Json of_data(const EventDescription& event) { return Json::parse(event.schema(book_)); }

  // Returns the schema to which a reference leads. The document contains it where it is used, and not among the
  // components.
  Json inlined(const Json& reference);

  // Returns the member `components/schemas`.
  Json all() const;

 private:
  SchemaBook book_;
  std::set<std::string> inlined_;
};

}  // namespace parley::documents
