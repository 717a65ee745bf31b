// Writes JSON (RFC 8259) directly into a text, without building a tree first. The caller keeps the order, with a key
// before each value of an object, and closes what it opens; the writer only adds the commas. It refers to the text,
// which must outlive it. One thread uses a writer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  // REQUIRES: each begin has its end, and each value of an object follows a key().
  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  // Writes a name without escaping it.
  // REQUIRES: the name contains no quotes, backslashes or control characters.
  void key(std::string_view name);

  void text(std::string_view value);  // must be UTF-8; control characters, quotes and backslashes are escaped
  void integer(std::int64_t value);
  void boolean(bool value);
  void null();
  // Writes a value that is already JSON.
  void raw(std::string_view json);

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

}  // namespace parley
