// Reads JSON (RFC 8259). A JsonDocument owns the parsed tree; a JsonValue is a view into it and must not outlive it.
// The parser (nlohmann/json) appears in the source file only. Any thread may use a document, one at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <parley/base/error.hpp>

namespace parley {

class JsonValue {
 public:
  JsonValue() = default;  // stands for an absent member

  bool is_absent() const { return node_ == nullptr; }
  bool is_null() const;
  bool is_object() const;
  bool is_array() const;
  // These return the value if it has the type that is asked for, otherwise nothing. A value from a URL (add_text) has
  // no type of its own and is parsed as the type that is asked for.
  std::optional<bool> as_bool() const;
  std::optional<std::int64_t> as_integer() const;  // 3 and 3.0 are integers; 3.5 and numbers out of range are not
  std::optional<std::string_view> as_text() const;

  // Returns the member of that name. It is absent if there is none, or if this value is not an object.
  JsonValue member(std::string_view name) const;
  // These visit nothing if the value is not an object, or not an array.
  void each_member(const std::function<void(const std::string& name, JsonValue value)>& visit) const;
  void each_element(const std::function<void(std::size_t index, JsonValue value)>& visit) const;
  std::size_t size() const;

 private:
  friend class JsonDocument;
  explicit JsonValue(const void* node) : node_(node) {}
  const void* node_ = nullptr;
};

class JsonDocument {
 public:
  // Parses a text, which is one JSON value and white space. Errors: malformed if it is not JSON, not UTF-8, nested
  // deeper than `depth` levels, or has an object with the same key twice.
  static Result<JsonDocument> parse(std::string_view text, std::size_t depth);
  static JsonDocument empty_object();

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonValue root() const;
  // Adds a value from a URL to the root object. Returns false if the object already has a member of that name.
  // REQUIRES: the root is an object.
  bool add_text(const std::string& name, std::string_view value);

 private:
  struct Tree;
  explicit JsonDocument(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> tree_;
};

}  // namespace parley
