#include <parley/protocol/codec.hpp>

#include <parley/protocol/visible_text.hpp>

namespace parley {
namespace {

bool check_bounds(std::int64_t value, const ReadContext& context) {
  if (value < context.bounds.least) {
    return context.fault(FieldFault::too_small, "The least is " + std::to_string(context.bounds.least) + ".");
  }
  if (value > context.bounds.greatest) {
    return context.fault(FieldFault::too_large, "The greatest is " + std::to_string(context.bounds.greatest) + ".");
  }
  return true;
}

}  // namespace

bool read_text(JsonValue value, std::string& out, const ReadContext& context) {
  const auto text = value.as_text();
  if (!text) return context.fault(FieldFault::invalid, "A text is expected.");
  out = *text;
  return true;
}

bool check_length(std::string_view text, const ReadContext& context) {
  const auto characters = static_cast<std::int64_t>(count_characters(text));
  if (characters < context.bounds.least) {
    if (characters == 0) return context.fault(FieldFault::too_short, "This may not be empty.");
    return context.fault(FieldFault::too_short,
                         "At least " + std::to_string(context.bounds.least) + " characters are needed.");
  }
  if (characters > context.bounds.greatest) {
    return context.fault(FieldFault::too_long,
                         "At most " + std::to_string(context.bounds.greatest) + " characters fit.");
  }
  return true;
}

bool Codec<bool>::read(JsonValue value, bool& out, const ReadContext& context) {
  const std::optional<bool> truth = value.as_bool();
  if (!truth) return context.fault(FieldFault::invalid, "true or false is expected.");
  out = *truth;
  return true;
}

bool Codec<std::int64_t>::read(JsonValue value, std::int64_t& out, const ReadContext& context) {
  const std::optional<std::int64_t> number = value.as_integer();
  if (!number) return context.fault(FieldFault::invalid, "A whole number is expected.");
  out = *number;
  return check_bounds(out, context);
}

bool Codec<Line>::read(JsonValue value, Line& out, const ReadContext& context) {
  if (!read_text(value, out.value, context)) return false;
  if (has_control_characters(out.value, /*multiline=*/false)) {
    return context.fault(FieldFault::invalid, "Control characters are not permitted here.");
  }
  return check_length(out.value, context);
}

std::string Codec<Line>::schema(SchemaBook&, const Bounds& bounds) {
  return text_schema(bounds, {.pattern = R"(^[^\u0000-\u001f\u007f-\u009f]*$)"});
}

bool Codec<Name>::read(JsonValue value, Name& out, const ReadContext& context) {
  if (!read_text(value, out.value, context) || !check_length(out.value, context)) return false;
  return is_name(out.value) ||
         context.fault(FieldFault::invalid,
                       "A name has a letter or a digit, nothing invisible, and no signs that turn text around.");
}

bool Codec<MessageText>::read(JsonValue value, MessageText& out, const ReadContext& context) {
  if (!read_text(value, out.value, context)) return false;
  if (has_control_characters(out.value, /*multiline=*/true)) {
    return context.fault(FieldFault::invalid, "Line feeds and tabs are the only control characters permitted here.");
  }
  ReadContext bounded = context;
  bounded.bounds = {1, static_cast<std::int64_t>(context.limits.message_chars)};
  if (!check_length(out.value, bounded)) return false;
  return shows_something(out.value) || context.fault(FieldFault::invalid, "A message has to show something.");
}

std::string Codec<MessageText>::schema(SchemaBook& book, const Bounds&) {
  return text_schema({1, static_cast<std::int64_t>(book.limits.message_chars)},
                     {.format = "message", .pattern = R"(^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$)"});
}

bool Codec<Time>::read(JsonValue value, Time& out, const ReadContext& context) {
  const auto text = value.as_text();
  const auto time = text ? parse_time(*text) : std::nullopt;
  if (!time) return context.fault(FieldFault::invalid, "A time of RFC 3339 is expected, such as 2026-01-31T09:05:00Z.");
  out = *time;
  return true;
}

}  // namespace parley
