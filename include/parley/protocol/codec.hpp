// Reads and writes a structure as JSON, and writes its JSON Schema, from one description of its fields:
//
//   struct Rename { ConversationId conversation; Line title; };
//   template <> struct Fields<Rename> {
//     static constexpr std::string_view name = "Rename";
//     static constexpr auto list = std::tuple{
//         field("conversation", &Rename::conversation, "The conversation."),
//         field("title", &Rename::title, "Its new title.", Bounds{1, 100})};
//   };
//
// A std::optional member may be absent or null. A `defaulted` member keeps its initial value if it is absent. A
// `sparse` member is not written if it is empty or false. Reading collects every fault with its path. Unknown members
// are ignored, so that newer clients can send fields that an older server does not know. Pure; any thread.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/protocol/value_codec.hpp>

namespace parley {

// Describes the fields of a structure, as in the example above.
template <class T>
struct Fields;

template <class T>
concept Described = requires { Fields<T>::list; };

// One member of a structure: its name in JSON, where it is, its description for the API documents and its bounds.
template <class T, class Member>
struct Field {
  std::string_view name;
  Member T::* member;
  std::string_view description;
  Bounds bounds;
  bool has_default;
  bool is_sparse = false;
};

// Describes a member that must be present, unless it is a std::optional.
template <class T, class Member>
constexpr auto field(std::string_view name, Member T::* member, std::string_view description, Bounds bounds = {}) {
  return Field<T, Member>{name, member, description, bounds, false};
}

// Describes a member that keeps its initial value if it is absent.
template <class T, class Member>
constexpr auto defaulted(std::string_view name, Member T::* member, std::string_view description, Bounds bounds = {}) {
  return Field<T, Member>{name, member, description, bounds, true};
}

// Describes a member that may be absent, and that is not written if it is blank.
template <class T, class Member>
constexpr auto sparse(std::string_view name, Member T::* member, std::string_view description) {
  return Field<T, Member>{name, member, description, {}, true, true};
}

// Returns whether a sparse member is left out. Only these types can be sparse.
inline bool is_blank(std::same_as<bool> auto value) { return !value; }
template <class T>
bool is_blank(const std::vector<T>& values) {
  return values.empty();
}

// A field that is computed when the structure is written, and ignored when it is read.
template <class T, class Value>
struct Derived {
  std::string_view name;
  Value (*value)(const T&);
  std::string_view description;
};

template <class T, class Value>
constexpr auto derived(std::string_view name, Value (*value)(const T&), std::string_view description) {
  return Derived<T, Value>{name, value, description};
}

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

// Calls visit(field) for each Field, Derived and Part of the structure, in their order.
template <class T, class Visit>
constexpr void each_field(Visit&& visit) {
  std::apply([&](const auto&... fields) { (visit(fields), ...); }, Fields<T>::list);
}

// Reads and writes a structure as a JSON object. The fields are read and written in the order of their description.
template <Described T>
struct Codec<T> {
  static bool read(JsonValue value, T& out, const ReadContext& context) {
    if (!value.is_object()) return context.fault("invalid", "An object is expected.");
    bool good = true;
    each_field<T>([&](const auto& field) { good = read_field(value, out, field, context) && good; });
    return good;
  }

  static void write(JsonWriter& writer, const T& value) {
    writer.begin_object();
    each_field<T>([&](const auto& field) { write_field(writer, value, field); });
    writer.end_object();
  }

  // Returns a reference to the component, which is written on first use. It is entered before its definition is made,
  // so that a type that contains itself does not recurse without end.
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
    const JsonValue value = object.member(field.name);
    const bool may_be_absent = field.has_default || kIsOptional<Member>;
    ReadContext inner = context.at(field.name);
    inner.bounds = field.bounds;
    if (value.is_absent()) return may_be_absent || inner.fault("required", "This field is required.");
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
      // Some readers of JSON Schema do not permit a description next to a reference, so the reference is wrapped.
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
    add(field.name, Codec<Member>::schema(book, field.bounds), field.description,
        !field.has_default && !kIsOptional<Member>);
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

// Returns the value as JSON.
template <class T>
std::string to_json(const T& value) {
  std::string out;
  JsonWriter writer(out);
  Codec<T>::write(writer, value);
  return out;
}

// Reads a T. Errors: invalid_request with every fault that was found.
template <class T>
Result<T> from_json(JsonValue value, const Limits& limits) {
  T out{};
  Error error{ErrorCode::invalid_request, "The request is not valid."};
  if (!Codec<T>::read(value, out, {limits, error.fields, {}, {}})) return std::unexpected(std::move(error));
  return out;
}

}  // namespace parley
