// Makes the JSON Schemas (2020-12) of numbers and texts, and collects those that have a name. Pure; any thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <parley/base/limits.hpp>
#include <parley/protocol/field.hpp>

namespace parley {

// Collects the named schemas that a schema refers to; they become components/schemas of the documents.
struct SchemaBook {
  const Limits& limits;
  std::map<std::string, std::string, std::less<>> components;
  // A request may say null for an optional field, a reply leaves the field out.
  bool describes_request = false;
};

std::string quoted(std::string_view text);
std::string number_schema(const Bounds& bounds);
// Returns the schema of a text. What the bounds say about its form stands for what its type says (`own`).
std::string text_schema(const Bounds& bounds, const Form& own = {});
// Returns the schema that permits null in addition.
std::string nullable_schema(std::string schema);

}  // namespace parley
