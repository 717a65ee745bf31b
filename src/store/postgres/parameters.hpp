// A statement's values as PostgreSQL reads them. Single ones go in their text forms, which fit whatever type they have
// in the statement; arrays in their binary form, because to read hundreds of ids from text costs the server as much as
// to look them up. Values; any thread.
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

// The numbers that PostgreSQL's catalogue has for the types of elements: pg_type.oid, the same in every database.
enum class ElementType : std::uint32_t { bigint = 20, text = 25, uuid = 2950 };

// An array in the form that array_recv reads (PostgreSQL's source, utils/adt/arrayfuncs.c).
class BinaryArray {
 public:
  explicit BinaryArray(ElementType type) : type_(type) {}
  void add(const Uuid& uuid);
  void add(std::int64_t number);
  void add(std::string_view text);  // throws as encode does
  void add_null();
  std::string bytes() const;

 private:
  ElementType type_;
  std::int32_t size_ = 0;
  std::string elements_;
};

// Of ids, ordinals or texts. The statement says what it is an array of, as in $1::uuid[], so that a batch of any size
// is one statement of one text.
template <class Element>
class Array {
 public:
  Array() = default;
  explicit Array(std::span<const Element> elements) {
    for (const Element& element : elements) add(element);
  }

  void add(const Element& element) { array_.add(bare(element)); }
  void add(const std::optional<Element>& element) { element ? add(*element) : array_.add_null(); }
  std::string bytes() const { return array_.bytes(); }

 private:
  template <class Tag>
  static const Uuid& bare(const Id<Tag>& id) {
    return id.uuid();
  }
  template <class Tag>
  static std::int64_t bare(Ordinal<Tag> ordinal) {
    return ordinal.value();
  }
  static std::int64_t bare(std::int64_t number) { return number; }
  static std::string_view bare(std::string_view text) { return text; }

  using Bare = std::remove_cvref_t<decltype(bare(std::declval<const Element&>()))>;
  static constexpr ElementType kType = std::same_as<Bare, Uuid>           ? ElementType::uuid
                                       : std::same_as<Bare, std::int64_t> ? ElementType::bigint
                                                                          : ElementType::text;

  BinaryArray array_{kType};
};

struct Parameter {
  std::optional<std::string> value;  // nothing for NULL
  bool is_binary = false;
};

// $1, $2 … in order.
class Parameters {
 public:
  template <class... Values>
  explicit Parameters(const Values&... values) {
    all_.reserve(sizeof...(values));
    (add(values), ...);
  }
  std::span<const Parameter> all() const { return all_; }

 private:
  template <class T>
  void add(const T& value) {
    all_.push_back({.value = encode(value)});
  }
  template <class T>
  void add(const std::optional<T>& value) {
    value ? add(*value) : add(std::nullopt);
  }
  void add(std::nullopt_t) { all_.emplace_back(); }
  template <class Element>
  void add(const Array<Element>& array) {
    all_.push_back({.value = array.bytes(), .is_binary = true});
  }

  std::vector<Parameter> all_;
};

}  // namespace parley::postgres
