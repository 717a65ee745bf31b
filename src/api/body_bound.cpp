// The bound follows from the JSON Schema of the request, which names the bound of every text, list and map.
#include <parley/api/body_bound.hpp>

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

namespace parley {
namespace {

using nlohmann::json;

// The bytes of a character outside the first plane that is escaped: two of \uXXXX (RFC 8259 §7).
constexpr std::size_t kEscapedCharacter = 12;
constexpr std::size_t kNumber = 24;     // an integer, a truth value or null
constexpr std::size_t kIdOrTime = 64;   // in quotes
constexpr std::size_t kPunctuation = 8; // quotes, colon, comma and usual white space around a value
// More than any limit, and small enough to be added and multiplied.
constexpr std::size_t kUnbounded = std::size_t{1} << 40;

std::size_t product(std::size_t count, std::size_t bytes) {
  return bytes > 0 && count > kUnbounded / bytes ? kUnbounded : count * bytes;
}

class Measure {
 public:
  explicit Measure(const SchemaBook& book) : book_(book) {}

  // Returns the most bytes that a value of this schema takes.
  std::size_t largest(const json& schema) const {
    if (const auto reference = schema.find("$ref"); reference != schema.end()) return named(*reference);
    for (const char* choice : {"allOf", "oneOf", "anyOf"}) {
      if (const auto choices = schema.find(choice); choices != schema.end()) return largest_of(*choices);
    }
    const std::string type = schema.value("type", "");
    if (type == "string") return text(schema);
    if (type == "array") return list(schema);
    if (type == "object") return object(schema);
    return kNumber;
  }

 private:
  std::size_t named(const std::string& reference) const {
    return largest(json::parse(book_.components.at(reference.substr(reference.rfind('/') + 1))));
  }

  std::size_t largest_of(const json& choices) const {
    std::size_t most = 0;
    for (const json& choice : choices) most = std::max(most, largest(choice));
    return most;
  }

  static std::size_t text(const json& schema) {
    if (schema.contains("maxLength")) {
      return product(schema.at("maxLength").get<std::size_t>(), kEscapedCharacter) + kPunctuation;
    }
    const bool is_short = schema.contains("format") || schema.contains("enum");
    return is_short ? kIdOrTime : kUnbounded;
  }

  std::size_t list(const json& schema) const {
    if (!schema.contains("maxItems")) return kUnbounded;
    return product(schema.at("maxItems").get<std::size_t>(), largest(schema.at("items")) + kPunctuation) + kPunctuation;
  }

  std::size_t object(const json& schema) const {
    std::size_t bytes = kPunctuation;
    if (schema.contains("additionalProperties")) {
      if (!schema.contains("maxProperties")) return kUnbounded;
      bytes += product(schema.at("maxProperties").get<std::size_t>(),
                       kIdOrTime + largest(schema.at("additionalProperties")) + kPunctuation);
    }
    for (const auto& [name, property] : schema.value("properties", json::object()).items()) {
      bytes += std::min(kUnbounded, name.size() + largest(property) + kPunctuation);
    }
    return std::min(kUnbounded, bytes);
  }

  const SchemaBook& book_;
};

}  // namespace

std::size_t body_bound(const Operation& operation, const Limits& limits) {
  const bool is_short = operation.authority.is_open || !takes_body(operation) || !operation.handler.request_schema;
  if (is_short) return kOpenBodyMost;
  SchemaBook book{limits, {}, /*describes_request=*/true};
  const json schema = json::parse(operation.handler.request_schema(book));
  // The first bytes are for more white space, and for fields that this version does not know.
  return std::min(limits.body_bytes, kOpenBodyMost + Measure(book).largest(schema));
}

}  // namespace parley
