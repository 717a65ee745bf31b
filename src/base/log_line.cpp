#include <parley/base/log_line.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace parley::log {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";     // U+2026

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Returns the length of the well-formed UTF-8 sequence at the start of `text` (Unicode 15, table 3-7), or 0 if there is
// none.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = 2U + (lead >= 0xE0 ? 1U : 0U) + (lead >= 0xF0 ? 1U : 0U);
  if (text.size() < length) return 0;
  if (!std::ranges::all_of(text.substr(1, length - 1), is_continuation)) return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool beyond = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond ? 0 : length;
}

// Writes a character of a JSON string (RFC 8259 §7). DEL is escaped too, because terminals interpret it.
void append_escaped(std::string& out, char byte) {
  switch (byte) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto code = static_cast<unsigned char>(byte);
  if (code < 0x20 || code == 0x7F) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
  } else {
    out += byte;
  }
}

// Writes the characters of a text, with U+FFFD for each byte that is not part of valid UTF-8.
void append_characters(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) {
      out += kReplacement;
    } else if (length == 1) {
      append_escaped(out, text[0]);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

void append_quoted(std::string& out, std::string_view text) {
  std::size_t end = std::min(text.size(), kTextBytes);
  if (end < text.size()) {
    // Step back to the start of the character that the limit would cut. A run of more continuation bytes than a
    // character can have is not valid UTF-8 and may be cut anywhere.
    const std::size_t earliest = end - 3;
    while (end > earliest && is_continuation(text[end])) --end;
  }
  out += '"';
  append_characters(out, text.substr(0, end));
  if (end < text.size()) out += kEllipsis;
  out += '"';
}

// Returns whether the text can stand in a text line without quotes.
bool is_plain(std::string_view text) {
  const auto harmless = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           std::string_view("-_.:/@+,").contains(byte);
  };
  return !text.empty() && text.size() <= kTextBytes && std::ranges::all_of(text, harmless);
}

void append_number(std::string& out, double number) {
  if (std::isfinite(number)) {
    fmt::format_to(std::back_inserter(out), "{}", number);
  } else {
    out += "null";
  }
}

// JSON quotes every text and id; a text line quotes only texts that need it.
enum class Quoting { always, where_needed };

void append_value(std::string& out, const Value& value, Quoting quoting) {
  const auto append = [&]<class T>(const T& content) {
    if constexpr (std::same_as<T, std::string_view>) {
      if (quoting == Quoting::where_needed && is_plain(content)) {
        out += content;
      } else {
        append_quoted(out, content);
      }
    } else if constexpr (std::same_as<T, Uuid>) {
      if (quoting == Quoting::always) out += '"';
      out += content.text();
      if (quoting == Quoting::always) out += '"';
    } else if constexpr (std::same_as<T, double>) {
      append_number(out, content);
    } else {
      fmt::format_to(std::back_inserter(out), "{}", content);
    }
  };
  std::visit(append, value.content());
}

}  // namespace

std::string_view level_name(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warn: return "warn";
    case Level::error: return "error";
    case Level::off: return "off";
  }
  return "";
}

std::string json_line(Time time, Level level, std::string_view event, Fields fields) {
  std::string line = fmt::format(R"({{"time":"{}","level":"{}","event":)", format_time(time), level_name(level));
  append_quoted(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_quoted(line, field.name);
    line += ':';
    append_value(line, field.value, Quoting::always);
  }
  line += '}';
  return line;
}

std::string text_line(Time time, Level level, std::string_view event, Fields fields) {
  std::string line = fmt::format("{} {:<5} ", format_time(time), level_name(level));
  append_value(line, event, Quoting::where_needed);
  for (const Field& field : fields) {
    line += ' ';
    append_value(line, field.name, Quoting::where_needed);
    line += '=';
    append_value(line, field.value, Quoting::where_needed);
  }
  return line;
}

}  // namespace parley::log
