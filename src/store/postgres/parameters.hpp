// A statement's values as PostgreSQL reads them: in their text forms, arrays among them, so that a batch of any size is
// one statement of one text. Values; any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "store/statement.hpp"

namespace parley::postgres {

// Throws std::invalid_argument for a NUL, which PostgreSQL's text cannot hold: the protocol lets none through.
std::string encode(std::string_view text);
std::string encode(Blob blob);
std::string encode(std::int64_t value);
std::string encode(const Uuid& uuid);
inline std::string encode(const std::string& text) { return encode(std::string_view(text)); }
inline std::string encode(const char* text) { return encode(std::string_view(text)); }
inline std::string encode(std::same_as<bool> auto value) { return value ? "t" : "f"; }
inline std::string encode(std::size_t value) { return encode(static_cast<std::int64_t>(value)); }
inline std::string encode(Time time) { return encode(std::int64_t{time.time_since_epoch().count()}); }
template <class Tag>
std::string encode(const Id<Tag>& id) {
  return encode(id.uuid());
}
template <class Tag>
std::string encode(Ordinal<Tag> ordinal) {
  return encode(ordinal.value());
}
template <class Enum>
  requires std::is_enum_v<Enum>
std::string encode(Enum value) {
  return encode(text_of(value));
}

// An array's literal: {1,2,NULL}. Every element but NULL is quoted, so that none can be taken for anything else
// (PostgreSQL's documentation, section 8.15.6).
class Array {
 public:
  Array() = default;
  template <class T>
  explicit Array(std::span<const T> values) {
    for (const T& value : values) add(value);
  }

  template <class T>
  void add(const T& value) {
    begin_element();
    quote(encode(value));
  }
  template <class T>
  void add(const std::optional<T>& value) {
    if (value) return add(*value);
    begin_element();
    text_ += "NULL";
  }
  std::string literal() const { return text_ + '}'; }

 private:
  void begin_element() {
    if (text_.size() > 1) text_ += ',';
  }
  void quote(std::string_view element);

  std::string text_ = "{";
};

inline std::string encode(const Array& array) { return array.literal(); }

// $1, $2 … in order.
class Parameters {
 public:
  template <class... Values>
  explicit Parameters(const Values&... values) {
    texts_.reserve(sizeof...(values));
    (add(values), ...);
  }
  // Null for NULL. Valid as long as this object is.
  std::vector<const char*> pointers() const;

 private:
  template <class T>
  void add(const T& value) {
    texts_.emplace_back(encode(value));
  }
  template <class T>
  void add(const std::optional<T>& value) {
    value ? add(*value) : add(std::nullopt);
  }
  void add(std::nullopt_t) { texts_.emplace_back(); }

  std::vector<std::optional<std::string>> texts_;
};

}  // namespace parley::postgres
