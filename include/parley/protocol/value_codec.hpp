// Reads and writes single values as JSON, and writes their JSON Schema: booleans, numbers, texts, times, ids,
// enumerations, and lists and maps of such values. Structures follow in codec.hpp. Reading records every fault with its
// path. Pure; any thread.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/ordinal.hpp>
#include <parley/base/time.hpp>
#include <parley/base/uuid.hpp>
#include <parley/protocol/json_value.hpp>
#include <parley/protocol/json_writer.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

// The least and the greatest value: of a number, of a text's length in code points, or of a list's number of items.
struct Bounds {
  std::int64_t least = 0;
  std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
};

// Holds what a read() needs in addition to the value: the server's limits, the list of faults, the value's path and its
// bounds.
struct ReadContext {
  const Limits& limits;
  std::vector<FieldError>& faults;
  std::string path;
  Bounds bounds;

  // Records a fault at this path. Returns false, so that a read() can return the result.
  bool fault(std::string code, std::string detail) const {
    faults.push_back({path, std::move(code), std::move(detail)});
    return false;
  }
  // Returns the context for the member of that name, without bounds.
  ReadContext at(std::string_view name) const {
    return {limits, faults, path.empty() ? std::string(name) : path + "." + std::string(name), {}};
  }
};

// Collects the named schemas that are used while a schema is written. They become components/schemas of the API
// documents.
struct SchemaBook {
  const Limits& limits;
  std::map<std::string, std::string, std::less<>> components;
};

// Reads and writes a T. Each specialisation has
//   static bool read(JsonValue, T&, const ReadContext&);     records a fault and returns false if the value is wrong
//   static void write(JsonWriter&, const T&);
//   static std::string schema(SchemaBook&, const Bounds&);   returns JSON Schema 2020-12
template <class T>
struct Codec;

// Names the values of an enumeration: static constexpr std::array<std::pair<E, std::string_view>, N> list.
template <class E>
struct Names;

template <class E>
concept Named = requires { Names<E>::list; };

// Returns the text as a JSON string, with quotes and escapes.
std::string quoted(std::string_view text);
// These return the JSON Schema of an integer and of a text, with the bounds that are set.
std::string number_schema(const Bounds& bounds);
std::string text_schema(const Bounds& bounds);
// Each records a fault and returns false if the value is not a text, or its length is out of the context's bounds.
bool read_text(JsonValue value, std::string& out, const ReadContext& context);
bool check_length(std::string_view text, const ReadContext& context);

template <>
struct Codec<bool> {
  static bool read(JsonValue value, bool& out, const ReadContext& context);
  static void write(JsonWriter& writer, bool value) { writer.boolean(value); }
  static std::string schema(SchemaBook&, const Bounds&) { return R"({"type":"boolean"})"; }
};

// Reads integers within the bounds.
template <>
struct Codec<std::int64_t> {
  static bool read(JsonValue value, std::int64_t& out, const ReadContext& context);
  static void write(JsonWriter& writer, std::int64_t value) { writer.integer(value); }
  static std::string schema(SchemaBook&, const Bounds& bounds) { return number_schema(bounds); }
};

// Reads a text with any characters, whose length is within the bounds.
template <>
struct Codec<std::string> {
  static bool read(JsonValue value, std::string& out, const ReadContext& context) {
    return read_text(value, out, context) && check_length(out, context);
  }
  static void write(JsonWriter& writer, std::string_view value) { writer.text(value); }
  static std::string schema(SchemaBook&, const Bounds& bounds) { return text_schema(bounds); }
};

// Reads a text on one line.
template <>
struct Codec<Line> {
  static bool read(JsonValue value, Line& out, const ReadContext& context);
  static void write(JsonWriter& writer, const Line& value) { writer.text(value.value); }
  static std::string schema(SchemaBook&, const Bounds& bounds) { return text_schema(bounds); }
};

// Reads the text of a message. Its bounds are 1 and limits.message_chars, whatever the field says.
template <>
struct Codec<MessageText> {
  static bool read(JsonValue value, MessageText& out, const ReadContext& context);
  static void write(JsonWriter& writer, const MessageText& value) { writer.text(value.value); }
  static std::string schema(SchemaBook& book, const Bounds&) {
    return text_schema({1, static_cast<std::int64_t>(book.limits.message_chars)});
  }
};

// Reads a password or token. The schema marks it as a password, so that API tools hide what is typed.
template <>
struct Codec<Secret> {
  static bool read(JsonValue value, Secret& out, const ReadContext& context) {
    return read_text(value, out.value, context) && check_length(out.value, context);
  }
  static void write(JsonWriter& writer, const Secret& value) { writer.text(value.value); }
  static std::string schema(SchemaBook&, const Bounds&) { return R"({"type":"string","format":"password"})"; }
};

// Reads a time in exactly the form of format_time().
template <>
struct Codec<Time> {
  static bool read(JsonValue value, Time& out, const ReadContext& context);
  static void write(JsonWriter& writer, Time value) { writer.text(format_time(value)); }
  static std::string schema(SchemaBook&, const Bounds&) { return R"({"type":"string","format":"date-time"})"; }
};

template <class Tag>
struct Codec<Id<Tag>> {
  static bool read(JsonValue value, Id<Tag>& out, const ReadContext& context) {
    const auto text = value.as_text();
    const auto id = text ? Id<Tag>::parse(*text) : std::nullopt;
    if (!id) return context.fault("invalid", "This is not an id: a UUID is expected.");
    out = *id;
    return true;
  }
  static void write(JsonWriter& writer, const Id<Tag>& value) { writer.text(value.text()); }
  static std::string schema(SchemaBook&, const Bounds&) { return R"({"type":"string","format":"uuid"})"; }
};

template <class Tag>
struct Codec<Ordinal<Tag>> {
  static bool read(JsonValue value, Ordinal<Tag>& out, const ReadContext& context) {
    std::int64_t number = 0;
    if (!Codec<std::int64_t>::read(value, number, context)) return false;
    out = Ordinal<Tag>(number);
    return true;
  }
  static void write(JsonWriter& writer, Ordinal<Tag> value) { writer.integer(value.value()); }
  static std::string schema(SchemaBook&, const Bounds& bounds) { return number_schema(bounds); }
};

// Reads an enumeration's value by its name.
template <Named E>
struct Codec<E> {
  static bool read(JsonValue value, E& out, const ReadContext& context) {
    for (const auto& [candidate, name] : Names<E>::list) {
      if (value.as_text() == name) {
        out = candidate;
        return true;
      }
    }
    return context.fault("invalid", "This is none of the permitted values.");
  }
  static void write(JsonWriter& writer, E value) {
    for (const auto& [candidate, name] : Names<E>::list) {
      if (candidate == value) return writer.text(name);
    }
  }
  static std::string schema(SchemaBook&, const Bounds&) {
    std::string names;
    for (const auto& [value, name] : Names<E>::list) names += (names.empty() ? "" : ",") + quoted(name);
    return R"({"type":"string","enum":[)" + names + "]}";
  }
};

// Reads a value that may be absent or null. Both mean the same.
template <class T>
struct Codec<std::optional<T>> {
  static bool read(JsonValue value, std::optional<T>& out, const ReadContext& context) {
    if (value.is_absent() || value.is_null()) return true;
    return Codec<T>::read(value, out.emplace(), context);
  }
  static void write(JsonWriter& writer, const std::optional<T>& value) {
    if (value)
      Codec<T>::write(writer, *value);
    else
      writer.null();
  }
  static std::string schema(SchemaBook& book, const Bounds& bounds) { return Codec<T>::schema(book, bounds); }
};

// Distinguishes an absent member (the outer optional is empty: leave the value as it is) from null (the inner optional
// is empty: clear the value).
template <class T>
struct Codec<std::optional<std::optional<T>>> {
  static bool read(JsonValue value, std::optional<std::optional<T>>& out, const ReadContext& context) {
    if (value.is_absent()) return true;
    return Codec<std::optional<T>>::read(value, out.emplace(), context);
  }
  static void write(JsonWriter& writer, const std::optional<std::optional<T>>& value) {
    Codec<std::optional<T>>::write(writer, value.value_or(std::nullopt));
  }
  static std::string schema(SchemaBook& book, const Bounds& bounds) {
    return R"({"oneOf":[)" + Codec<T>::schema(book, bounds) + R"(,{"type":"null"}]})";
  }
};

// Reads a list. Too many items are refused before any of them is read. A fault of an item has its index in the path, as
// in "members[2].role".
template <class T>
struct Codec<std::vector<T>> {
  static bool read(JsonValue value, std::vector<T>& out, const ReadContext& context) {
    if (!value.is_array()) return context.fault("invalid", "A list is expected.");
    if (std::cmp_greater(value.size(), context.bounds.greatest)) return context.fault("too_long", "Too many items.");
    bool good = true;
    out.reserve(value.size());
    value.each_element([&](std::size_t index, JsonValue element) {
      ReadContext inner = context.at("");
      inner.path = context.path + "[" + std::to_string(index) + "]";
      good = Codec<T>::read(element, out.emplace_back(), inner) && good;
    });
    return good;
  }
  static void write(JsonWriter& writer, const std::vector<T>& values) {
    writer.begin_array();
    for (const T& value : values) Codec<T>::write(writer, value);
    writer.end_array();
  }
  static std::string schema(SchemaBook& book, const Bounds& bounds) {
    const bool bounded = bounds.greatest != std::numeric_limits<std::int64_t>::max();
    return R"({"type":"array","items":)" + Codec<T>::schema(book, {}) +
           (bounded ? R"(,"maxItems":)" + std::to_string(bounds.greatest) : "") + "}";
  }
};

// Reads an object that maps ids to values.
template <class Key, class T>
struct Codec<std::map<Key, T>> {
  static bool read(JsonValue value, std::map<Key, T>& out, const ReadContext& context) {
    if (!value.is_object()) return context.fault("invalid", "An object is expected.");
    bool good = true;
    value.each_member([&](const std::string& name, JsonValue element) {
      const auto key = Key::parse(name);
      const ReadContext inner = context.at(name);
      good =
          (key ? Codec<T>::read(element, out[*key], inner) : inner.fault("invalid", "The key is not an id.")) && good;
    });
    return good;
  }
  static void write(JsonWriter& writer, const std::map<Key, T>& values) {
    writer.begin_object();
    for (const auto& [key, value] : values) {
      writer.key(key.text());
      Codec<T>::write(writer, value);
    }
    writer.end_object();
  }
  static std::string schema(SchemaBook& book, const Bounds&) {
    return R"({"type":"object","additionalProperties":)" + Codec<T>::schema(book, {}) + "}";
  }
};

}  // namespace parley
