// The label of a conversation, which all members see: a free word to sort by, on one line. It is empty, or it shows
// something and hides nothing (protocol/visible_text.hpp). Values; any thread.
#pragma once

#include <string>

#include <parley/protocol/codec_values.hpp>

namespace parley {

struct Label {
  std::string value;
};

template <>
struct Codec<Label> {
  static bool read(JsonValue value, Label& out, const ReadContext& context);
  static void write(JsonWriter& writer, const Label& value) { writer.text(value.value); }
  // No pattern can tell what hides_nothing() tells.
  static std::string schema(SchemaBook&, const Bounds& bounds) { return text_schema(bounds, {.format = "label"}); }
};

}  // namespace parley
