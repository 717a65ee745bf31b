// Reading JSON (RFC 8259). A document owns what it parsed; values are views into it. The parser behind it
// (nlohmann/json) stays in the source file. Values; any thread, one at a time.
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
  JsonValue() = default;  // as an absent member

  bool is_absent() const { return node_ == nullptr; }
  bool is_null() const;
  bool is_object() const;
  bool is_array() const;
  // A value from a URL (add_text) is read as what is asked for; one from JSON has the type that it was written in.
  std::optional<bool> as_bool() const;
  std::optional<std::int64_t> as_integer() const;  // 3 and 3.0, not 3.5; nothing out of range
  std::optional<std::string_view> as_text() const;

  // The member of that name; absent where there is none or this is no object.
  JsonValue member(std::string_view name) const;
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
  // Errors: malformed (not JSON, not UTF-8, deeper than `depth` levels).
  static Result<JsonDocument> parse(std::string_view text, std::size_t depth);
  static JsonDocument empty_object();

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonValue root() const;
  // Adds a value from a URL to the root object. False where there is a member of that name.
  bool add_text(const std::string& name, std::string_view value);

 private:
  struct Tree;
  explicit JsonDocument(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> tree_;
};

}  // namespace parley
