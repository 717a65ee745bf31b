// Runs SQL on either database: a statement has a text and arguments, and its rows are read column by column. A
// connection, its queries and its rows are used on the thread that runs the transaction. A database that fails throws
// StoreFailure.
//
// One text serves both databases. It is written for PostgreSQL, with $1, $2 … for the arguments. SQLite's connection
// translates it when it prepares the statement (store/dialect.hpp). If one text is not possible, a store asks
// dialect().
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <parley/base/ordinal.hpp>
#include <parley/base/time.hpp>
#include <parley/base/uuid.hpp>
#include <parley/store/enum_text.hpp>
#include <parley/store/sql_array.hpp>

namespace parley {

// A statement's text. It must be a literal, for two reasons: a connection finds the prepared statement by the address
// of the text, and no value can become part of the text.
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

// A row of a result. Its columns are read from the left, and it is valid until the query moves to the next row.
class Row {
 public:
  // Returns the value of the next column.
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

// Reads the first column of a row, for queries that ask for one value.
template <class T>
T read_value(Row& row) {
  return row.take<T>();
}

// An argument of a statement: NULL, or a value. Texts, bytes and arrays are borrowed, and must outlive the call.
using Value = std::variant<std::monostate, bool, std::int64_t, std::string_view, Blob, Uuid,
                           std::reference_wrapper<const BinaryArray>>;

inline Value value_of(std::nullopt_t) { return {}; }
inline Value value_of(std::same_as<bool> auto value) { return Value(std::in_place_type<bool>, value); }
inline Value value_of(std::int64_t value) { return value; }
inline Value value_of(std::size_t value) { return static_cast<std::int64_t>(value); }
inline Value value_of(std::string_view text) { return text; }
inline Value value_of(const std::string& text) { return std::string_view(text); }
inline Value value_of(const char* text) { return std::string_view(text); }
inline Value value_of(Blob blob) { return blob; }
inline Value value_of(const Uuid& uuid) { return uuid; }
inline Value value_of(Time time) { return std::int64_t{time.time_since_epoch().count()}; }
template <class Tag>
Value value_of(const Id<Tag>& id) {
  return id.uuid();
}
template <class Tag>
Value value_of(Ordinal<Tag> ordinal) {
  return ordinal.value();
}
template <class Enum>
  requires std::is_enum_v<Enum>
Value value_of(Enum value) {
  return text_of(value);
}
template <class Element>
Value value_of(const Array<Element>& array) {
  return std::cref(array.binary());
}
template <class T>
Value value_of(const std::optional<T>& value) {
  return value ? value_of(*value) : Value();
}

// Shows a function one row after the other, until it returns false. Borrows the function.
class RowVisitor {
 public:
  RowVisitor() = default;
  template <class Visit>
    requires std::is_invocable_r_v<bool, Visit&, Row&>
  explicit RowVisitor(Visit& visit)
      : visit_(&visit), call_([](void* it, Row& row) -> bool { return (*static_cast<Visit*>(it))(row); }) {}
  explicit operator bool() const { return call_ != nullptr; }
  bool operator()(Row& row) const { return call_(visit_, row); }

 private:
  void* visit_ = nullptr;
  bool (*call_)(void*, Row&) = nullptr;
};

enum class Dialect { sqlite, postgres };

template <std::size_t count>
class Query;

class SqlConnection {
 public:
  using ReadRow = std::function<void(Row&)>;

  virtual ~SqlConnection() = default;
  SqlConnection(const SqlConnection&) = delete;
  SqlConnection& operator=(const SqlConnection&) = delete;

  virtual Dialect dialect() const = 0;

  // Makes a query, which runs when its rows are read: connection.query("…", id).first(read_user). A statement is
  // prepared when it is used for the first time.
  // REQUIRES: a transaction has begun.
  template <class... Arguments>
  Query<sizeof...(Arguments)> query(Sql sql, const Arguments&... arguments) {
    return {*this, sql, {value_of(arguments)...}};
  }

  // Queues a statement whose result nobody needs. PostgreSQL gets it with the next query or with the commit, which then
  // fails if this statement fails. SQLite runs it at once.
  template <class... Arguments>
  void defer(Sql sql, const Arguments&... arguments) {
    const std::array<Value, sizeof...(Arguments)> values{value_of(arguments)...};
    run_later(sql, values, {});
  }

  // Queues a statement and calls `read` for each of its rows, at the latest in hear_answers(). Statements that are
  // asked in this way take one round trip together. They run one after the other, and each sees what was committed
  // before it began.
  template <class... Arguments>
  void ask(ReadRow read, Sql sql, const Arguments&... arguments) {
    const std::array<Value, sizeof...(Arguments)> values{value_of(arguments)...};
    run_later(sql, values, std::move(read));
  }
  // Sends what is queued, and returns when it has run and all rows have been read.
  virtual void hear_answers() = 0;

  // Returns whether a transaction of this connection had a conflict with another one, or met a key that was taken, in
  // the last seconds. SQLite has one writer, so its transactions never do.
  virtual bool met_conflict_lately() const { return false; }
  virtual void note_conflict() {}

 protected:
  SqlConnection() = default;

 private:
  template <std::size_t count>
  friend class Query;

  // Runs a statement and shows its rows to `visit`. Returns the number of changed rows.
  virtual std::int64_t run(Sql sql, std::span<const Value> values, RowVisitor visit) = 0;
  virtual void run_later(Sql sql, std::span<const Value> values, ReadRow read) = 0;
};

// A statement with its arguments. It borrows them, so it must run in the expression that makes it.
template <std::size_t arguments>
class [[nodiscard]] Query {
 public:
  Query(SqlConnection& connection, Sql sql, std::array<Value, arguments> values)
      : connection_(connection), sql_(sql), values_(values) {}

  // Runs the statement to its end. Returns the number of changed rows.
  std::int64_t run() && { return connection_.run(sql_, values_, {}); }

  // Returns what read(row) returns for the first row, or nothing if there is none.
  template <class Read>
  auto first(Read read) && -> std::optional<std::invoke_result_t<Read&, Row&>> {
    std::optional<std::invoke_result_t<Read&, Row&>> found;
    visit([&](Row& row) {
      found.emplace(read(row));
      return false;
    });
    return found;
  }

  // Reads the first row. Throws std::logic_error if there is none.
  // REQUIRES: the row exists, which the caller knows.
  template <class Read>
  auto one(Read read) && -> std::invoke_result_t<Read&, Row&> {
    auto found = std::move(*this).first(read);
    if (!found) throw std::logic_error("a row that must exist does not");
    return *std::move(found);
  }

  // Returns what read(row) returns for each row, in their order.
  template <class Read>
  auto all(Read read) && {
    std::vector<std::invoke_result_t<Read&, Row&>> rows;
    std::move(*this).each([&](Row& row) { rows.push_back(read(row)); });
    return rows;
  }

  // Returns what read(row) returns for each row, up to and with the first value for which is_enough(value) returns
  // true. SQLite does not read the rows behind it.
  template <class Read, class IsEnough>
  auto all_until(IsEnough is_enough, Read read) && {
    std::vector<std::invoke_result_t<Read&, Row&>> rows;
    visit([&](Row& row) {
      rows.push_back(read(row));
      return !is_enough(rows.back());
    });
    return rows;
  }

  // Reads rows that each have an ordinal, counted from 1, in their first column. Returns one value for each ordinal up
  // to `count`, which is empty if no row has that ordinal. It is for queries that answer several questions at once.
  template <class Read>
  auto by_ordinal(std::size_t count, Read read) && {
    std::vector<std::optional<std::invoke_result_t<Read&, Row&>>> found(count);
    std::move(*this).each([&](Row& row) {
      auto& value = found.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
      value = read(row);
    });
    return found;
  }

  // Calls read(row) for each row.
  template <class Read>
  void each(Read read) && {
    visit([&](Row& row) {
      read(row);
      return true;
    });
  }

 private:
  template <class Visit>
  void visit(Visit visitor) {
    connection_.run(sql_, values_, RowVisitor(visitor));
  }

  SqlConnection& connection_;
  Sql sql_;
  std::array<Value, arguments> values_;
};

}  // namespace parley
