// Reads and writes a described type (protocol/field.hpp) as JSON, and gives its JSON Schema. Reading collects every
// fault with its path; unknown members are ignored, which is how the protocol grows. Pure; any thread.
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <parley/protocol/codec_values.hpp>

namespace parley {

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
    if (std::cmp_greater(value.size(), context.bounds.greatest))
      return context.fault(FieldFault::too_long, "Too many members.");
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
  static std::string schema(SchemaBook& book, const Bounds& bounds) {
    const bool bounded = bounds.greatest != std::numeric_limits<std::int64_t>::max();
    return R"({"type":"object","propertyNames":)" + Codec<Key>::schema(book, {}) + R"(,"additionalProperties":)" +
           Codec<T>::schema(book, {}) + (bounded ? R"(,"maxProperties":)" + std::to_string(bounds.greatest) : "") + "}";
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
    const bool may_be_absent = field.has_default || kIsOptional<Member>;
    ReadContext inner = context.at(field.name);
    inner.bounds = field.bounds.under(context.limits);
    JsonValue value = object.member(field.name);
    if (const JsonValue old = field.old_name.empty() ? JsonValue() : object.member(field.old_name); !old.is_absent()) {
      // A value that the new name overrules has to be valid nevertheless.
      if (Member overruled{}; !value.is_absent() && !Codec<Member>::read(old, overruled, inner)) return false;
      if (value.is_absent()) value = old;
    }
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

// Errors: invalid_request with every fault, up to kListedFaultsMost.
template <class T>
Result<T> from_json(JsonValue value, const Limits& limits) {
  T out{};
  std::vector<FieldError> faults;
  if (!Codec<T>::read(value, out, {limits, faults, {}, {}})) return fail_fields(std::move(faults));
  return out;
}

}  // namespace parley
