// What statements and their results are made of, in whatever store: a text, and rows read column by column. Belongs to
// the thread that runs the statement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <parley/base/ordinal.hpp>
#include <parley/base/time.hpp>
#include <parley/base/uuid.hpp>

#include "store/enum_text.hpp"

namespace parley {

// A statement's text: a literal only, because a connection keeps the prepared statement by its address, and because no
// value is ever to become part of it.
class Sql {
 public:
  consteval Sql(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor): a literal is a statement
  const char* text() const { return text_; }

 private:
  const char* text_;
};

// Bytes, as opposed to text.
struct Blob {
  std::string_view bytes;
};

// The row a query stands on, read from the left. Valid until the query moves on.
class Row {
 public:
  template <class T>
  T take() {
    T value{};
    read(next_++, value);
    return value;
  }
  bool next_is_null() const { return is_null(next_); }
  void skip(int columns) { next_ += columns; }

 protected:
  ~Row() = default;

 private:
  virtual bool is_null(int column) const = 0;
  virtual void read(int column, std::int64_t& value) const = 0;
  virtual void read(int column, bool& value) const = 0;
  virtual void read(int column, std::string& value) const = 0;  // text or bytes
  virtual void read(int column, Uuid& value) const = 0;

  void read(int column, Time& value) const {
    std::int64_t since_1970 = 0;
    read(column, since_1970);
    value = Time(milliseconds(since_1970));
  }
  template <class Tag>
  void read(int column, Id<Tag>& value) const {
    Uuid uuid;
    read(column, uuid);
    value = Id<Tag>(uuid);
  }
  template <class Tag>
  void read(int column, Ordinal<Tag>& value) const {
    std::int64_t number = 0;
    read(column, number);
    value = Ordinal<Tag>(number);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void read(int column, Enum& value) const {
    std::string text;
    read(column, text);
    value = enum_of<Enum>(text);
  }
  template <class T>
  void read(int column, std::optional<T>& value) const {
    if (is_null(column)) return;
    read(column, value.emplace());
  }

  int next_ = 0;
};

// The first column of a row, for queries that ask for one value.
template <class T>
T read_value(Row& row) {
  return row.take<T>();
}

}  // namespace parley
