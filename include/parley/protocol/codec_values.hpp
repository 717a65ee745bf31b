// Reads and writes single values as JSON, and gives their JSON Schema: truth values, numbers, texts, times, ids and
// enumerations. codec.hpp builds lists and structures of them. Pure; any thread.
#pragma once

#include <cstdint>
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
#include <parley/protocol/field.hpp>
#include <parley/protocol/json_value.hpp>
#include <parley/protocol/json_writer.hpp>
#include <parley/protocol/schema.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

// Says where a value stands, for the path of its faults, and which bounds it has.
struct ReadContext {
  const Limits& limits;
  std::vector<FieldError>& faults;
  std::string path;
  Bounds bounds;

  // Notes a fault, unless kListedFaultsMost are noted already. Returns false, as the reader of the value does.
  bool fault(FieldFault code, std::string detail) const {
    if (faults.size() < kListedFaultsMost) faults.push_back({path, code, std::move(detail)});
    return false;
  }
  ReadContext at(std::string_view name) const {
    return {limits, faults, path.empty() ? std::string(name) : path + "." + std::string(name), {}};
  }
};

// The specialisations give
//   static bool read(JsonValue, T&, const ReadContext&);     false, and a fault, if the value does not fit
//   static void write(JsonWriter&, const T&);
//   static std::string schema(SchemaBook&, const Bounds&);   JSON Schema 2020-12
template <class T>
struct Codec;

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
struct Codec<Name> {
  static bool read(JsonValue value, Name& out, const ReadContext& context);
  static void write(JsonWriter& writer, const Name& value) { writer.text(value.value); }
  // No pattern can tell what is_name() tells.
  static std::string schema(SchemaBook&, const Bounds& bounds) { return text_schema(bounds, {.format = "name"}); }
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
  static std::string schema(SchemaBook&, const Bounds& bounds) { return text_schema(bounds, {.format = "password"}); }
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

}  // namespace parley
