#include <parley/protocol/json_writer.hpp>

#include <charconv>

namespace parley {
namespace {

bool must_be_escaped(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Writes an escape (RFC 8259 §7): the short form if there is one, otherwise \u00XX.
void append_escaped(std::string& out, char c) {
  static constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  out += "\\u00";
  out += kDigits[static_cast<unsigned char>(c) >> 4];
  out += kDigits[static_cast<unsigned char>(c) & 0xf];
}

}  // namespace

// Keys are names of the protocol or ids. They contain nothing that needs escaping.
void JsonWriter::key(std::string_view name) {
  separate();
  out_ += '"';
  out_ += name;
  out_ += "\":";
  needs_comma_ = false;
}

void JsonWriter::text(std::string_view value) {
  separate();
  out_ += '"';
  // Runs of characters that need no escape are copied at once.
  std::size_t plain = 0;  // start of the run that has not been copied yet
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (!must_be_escaped(value[at])) continue;
    out_.append(value, plain, at - plain);
    append_escaped(out_, value[at]);
    plain = at + 1;
  }
  out_.append(value, plain);
  out_ += '"';
}

void JsonWriter::integer(std::int64_t value) {
  separate();
  char digits[20];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), value);
  out_.append(digits, end);
}

void JsonWriter::boolean(bool value) { raw(value ? "true" : "false"); }
void JsonWriter::null() { raw("null"); }

void JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
}

// Writes the comma between two elements. Every element is preceded by a call.
void JsonWriter::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

}  // namespace parley
