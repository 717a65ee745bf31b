// Writing JSON straight into a text, without building a tree: an event is written once and sent to thousands. The
// caller keeps the order (a key before each value of an object); commas are put here. A value of one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  void text(std::string_view value);  // UTF-8; control characters, quotes and backslashes are escaped
  void integer(std::int64_t value);
  void boolean(bool value);
  void null();
  // A value that is JSON already.
  void raw(std::string_view json);

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

}  // namespace parley
