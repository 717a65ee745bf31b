// Reads and writes a described type (protocol/field.hpp) as JSON, and gives its JSON Schema. Reading collects every
// fault with its path; unknown members are ignored, which is how the protocol grows. Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/ordinal.hpp>
#include <parley/base/time.hpp>
#include <parley/base/uuid.hpp>
#include <parley/protocol/field.hpp>
#include <parley/protocol/json_value.hpp>
#include <parley/protocol/json_writer.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

// Where a value is read, and within which bounds.
struct ReadContext {
  const Limits& limits;
  std::vector<FieldError>& faults;
  std::string path;
  Bounds bounds;

  bool fault(FieldFault code, std::string detail) const {
    faults.push_back({path, code, std::move(detail)});
    return false;
  }
  ReadContext at(std::string_view name) const {
    return {limits, faults, path.empty() ? std::string(name) : path + "." + std::string(name), {}};
  }
};

// Collects the named schemas that a schema refers to; they become components/schemas of the documents.
struct SchemaBook {
  const Limits& limits;
  std::map<std::string, std::string, std::less<>> components;
  // A request may say null for an optional field, a reply leaves the field out.
  bool describes_request = false;
};

// The specialisations give
//   static bool read(JsonValue, T&, const ReadContext&);     false and a fault where the value does not fit
//   static void write(JsonWriter&, const T&);
//   static std::string schema(SchemaBook&, const Bounds&);   JSON Schema 2020-12
template <class T>
struct Codec;

// A member whose own fields stand beside the others, in the same object.
template <class T, class Member>
struct Part {
  Member T::* member;
};

template <class T, class Member>
constexpr auto part(Member T::* member) {
  return Part<T, Member>{member};
}

template <class>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

std::string quoted(std::string_view text);
std::string number_schema(const Bounds& bounds);
std::string text_schema(const Bounds& bounds, std::string_view more = {});
// Returns the schema that permits null in addition.
std::string nullable_schema(std::string schema);
bool read_text(JsonValue value, std::string& out, const ReadContext& context);
bool check_length(std::string_view text, const ReadContext& context);

template <>
struct Codec<bool> {
  static bool read(JsonValue value, bool& out, const ReadContext& context);
  static void write(JsonWriter& writer, bool value) { writer.boolean(value); }
  static std::string schema(SchemaBook&, const Bounds&) { return R"({"type":"boolean"})"; }
};

template <>
struct Codec<std::int64_t> {
  static bool read(JsonValue value, std::int64_t& out, const ReadContext& context);
  static void write(JsonWriter& writer, std::int64_t value) { writer.integer(value); }
  static std::string schema(SchemaBook&, const Bounds& bounds) { return number_schema(bounds); }
};

template <>
struct Codec<std::string> {
  static bool read(JsonValue value, std::string& out, const ReadContext& context) {
    return read_text(value, out, context) && check_length(out, context);
  }
  static void write(JsonWriter& writer, std::string_view value) { writer.text(value); }
  static std::string schema(SchemaBook&, const Bounds& bounds) { return text_schema(bounds); }
};

template <>
struct Codec<Line> {
  static bool read(JsonValue value, Line& out, const ReadContext& context);
  static void write(JsonWriter& writer, const Line& value) { writer.text(value.value); }
  static std::string schema(SchemaBook&, const Bounds& bounds);
};

template <>
struct Codec<MessageText> {
  static bool read(JsonValue value, MessageText& out, const ReadContext& context);
  static void write(JsonWriter& writer, const MessageText& value) { writer.text(value.value); }
  static std::string schema(SchemaBook& book, const Bounds&);
};

template <>
struct Codec<Secret> {
  static bool read(JsonValue value, Secret& out, const ReadContext& context) {
    return read_text(value, out.value, context) && check_length(out.value, context);
  }
  static void write(JsonWriter& writer, const Secret& value) { writer.text(value.value); }
  static std::string schema(SchemaBook&, const Bounds& bounds) {
    return text_schema(bounds, R"(,"format":"password")");
  }
};

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
    if (!id) return context.fault(FieldFault::invalid, "This is not an id: a UUID is expected.");
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

template <Named E>
struct Codec<E> {
  static bool read(JsonValue value, E& out, const ReadContext& context) {
    for (const auto& [candidate, name] : Names<E>::list) {
      if (value.as_text() == name) {
        out = candidate;
        return true;
      }
    }
    return context.fault(FieldFault::invalid, "This is none of the permitted values.");
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
  static std::string schema(SchemaBook& book, const Bounds& bounds) {
    std::string schema = Codec<T>::schema(book, bounds);
    return book.describes_request ? nullable_schema(std::move(schema)) : schema;
  }
};

// Absent: nothing is said; null: nothing inside.
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
    return nullable_schema(Codec<T>::schema(book, bounds));
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static bool read(JsonValue value, std::vector<T>& out, const ReadContext& context) {
    if (!value.is_array()) return context.fault(FieldFault::invalid, "A list is expected.");
    if (std::cmp_greater(value.size(), context.bounds.greatest))
      return context.fault(FieldFault::too_long, "Too many items.");
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

template <class Key, class T>
struct Codec<std::map<Key, T>> {
  static bool read(JsonValue value, std::map<Key, T>& out, const ReadContext& context) {
    if (!value.is_object()) return context.fault(FieldFault::invalid, "An object is expected.");
    bool good = true;
    value.each_member([&](const std::string& name, JsonValue element) {
      const auto key = Key::parse(name);
      const ReadContext inner = context.at(name);
      good = (key ? Codec<T>::read(element, out[*key], inner)
                  : inner.fault(FieldFault::invalid, "The key is not an id.")) &&
             good;
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

template <Described T>
struct Codec<T> {
  static bool read(JsonValue value, T& out, const ReadContext& context) {
    if (!value.is_object()) return context.fault(FieldFault::invalid, "An object is expected.");
    bool good = true;
    each_field<T>([&](const auto& field) { good = read_field(value, out, field, context) && good; });
    return good;
  }

  static void write(JsonWriter& writer, const T& value) {
    writer.begin_object();
    each_field<T>([&](const auto& field) { write_field(writer, value, field); });
    writer.end_object();
  }

  // A reference to the component, which is written on first use.
  static std::string schema(SchemaBook& book, const Bounds&) {
    const std::string name(Fields<T>::name);
    if (book.components.try_emplace(name).second) book.components[name] = definition(book);
    return R"({"$ref":"#/components/schemas/)" + name + "\"}";
  }

 private:
  template <class>
  friend struct Codec;

  template <class Member>
  static bool read_field(JsonValue object, T& out, const Field<T, Member>& field, const ReadContext& context) {
    JsonValue value = object.member(field.name);
    if (value.is_absent() && !field.old_name.empty()) value = object.member(field.old_name);
    const bool may_be_absent = field.has_default || kIsOptional<Member>;
    ReadContext inner = context.at(field.name);
    inner.bounds = field.bounds.under(context.limits);
    if constexpr (std::is_same_v<Member, std::int64_t>) {
      // The value that stands for an absent one keeps the bounds too.
      if (field.has_default) out.*field.member = std::min(out.*field.member, inner.bounds.greatest);
    }
    if (value.is_absent()) return may_be_absent || inner.fault(FieldFault::required, "This field is required.");
    return Codec<Member>::read(value, out.*field.member, inner);
  }

  template <class Value>
  static bool read_field(JsonValue, T&, const Derived<T, Value>&, const ReadContext&) {
    return true;
  }

  template <class Member>
  static bool read_field(JsonValue object, T& out, const Part<T, Member>& part, const ReadContext& context) {
    bool good = true;
    each_field<Member>(
        [&](const auto& field) { good = Codec<Member>::read_field(object, out.*part.member, field, context) && good; });
    return good;
  }

  template <class Member>
  static void write_field(JsonWriter& writer, const T& value, const Field<T, Member>& field) {
    if constexpr (kIsOptional<Member>) {
      if (!(value.*field.member)) return;
    }
    if constexpr (requires { is_blank(value.*field.member); }) {
      if (field.is_sparse && is_blank(value.*field.member)) return;
    }
    writer.key(field.name);
    Codec<Member>::write(writer, value.*field.member);
  }

  template <class Value>
  static void write_field(JsonWriter& writer, const T& value, const Derived<T, Value>& field) {
    writer.key(field.name);
    Codec<Value>::write(writer, field.value(value));
  }

  template <class Member>
  static void write_field(JsonWriter& writer, const T& value, const Part<T, Member>& part) {
    each_field<Member>([&](const auto& field) { Codec<Member>::write_field(writer, value.*part.member, field); });
  }

  // Returns the JSON Schema of the structure itself, for components/schemas.
  static std::string definition(SchemaBook& book) {
    std::string properties;
    std::string required;
    const auto add = [&](std::string_view name, std::string schema, std::string_view description, bool is_required) {
      // Not every reader of schemas permits a description beside a reference.
      if (schema.starts_with(R"({"$ref")")) schema = R"({"allOf":[)" + schema + "]}";
      schema.insert(schema.size() - 1, R"(,"description":)" + quoted(description));
      properties += (properties.empty() ? "" : ",") + quoted(name) + ":" + schema;
      if (is_required) required += (required.empty() ? "" : ",") + quoted(name);
    };
    each_field<T>([&](const auto& field) { describe(field, book, add); });
    return R"({"type":"object","properties":{)" + properties + "}" +
           (required.empty() ? "" : R"(,"required":[)" + required + "]") + "}";
  }

  template <class Member, class Add>
  static void describe(const Field<T, Member>& field, SchemaBook& book, const Add& add) {
    const std::string schema = Codec<Member>::schema(book, field.bounds.under(book.limits));
    add(field.name, schema, field.description, !field.has_default && !kIsOptional<Member>);
    if (field.old_name.empty()) return;
    add(field.old_name, schema.substr(0, schema.size() - 1) + R"(,"deprecated":true})",
        "The old name of " + std::string(field.name) + ".", false);
  }

  template <class Member, class Add>
  static void describe(const Part<T, Member>&, SchemaBook& book, const Add& add) {
    each_field<Member>([&](const auto& field) { Codec<Member>::describe(field, book, add); });
  }

  template <class Value, class Add>
  static void describe(const Derived<T, Value>& field, SchemaBook& book, const Add& add) {
    add(field.name, Codec<Value>::schema(book, {}), field.description, true);
  }
};

template <class T>
std::string to_json(const T& value) {
  std::string out;
  JsonWriter writer(out);
  Codec<T>::write(writer, value);
  return out;
}

// Errors: invalid_request with every fault.
template <class T>
Result<T> from_json(JsonValue value, const Limits& limits) {
  T out{};
  std::vector<FieldError> faults;
  if (!Codec<T>::read(value, out, {limits, faults, {}, {}})) return fail_fields(std::move(faults));
  return out;
}

}  // namespace parley
