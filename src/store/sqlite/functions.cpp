#include <sqlite3.h>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/functions.hpp"

namespace parley::sqlite {
namespace {

// Returns the greatest (`sign` is 1) or the least (`sign` is -1) of several numbers. NULLs are left out.
template <int sign>
void outermost(sqlite3_context* context, int count, sqlite3_value** values) {
  sqlite3_value* found = nullptr;
  for (int i = 0; i < count; ++i) {
    if (sqlite3_value_type(values[i]) == SQLITE_NULL) continue;
    const bool is_further = !found || sign * sqlite3_value_int64(values[i]) > sign * sqlite3_value_int64(found);
    if (is_further) found = values[i];
  }
  found ? sqlite3_result_value(context, found) : sqlite3_result_null(context);
}

// Returns a code point as UTF-8 (RFC 3629, section 3). It always writes four bytes, since the statements ask only for
// code points from U+10000 on.
void character(sqlite3_context* context, int, sqlite3_value** values) {
  const auto code = static_cast<std::uint32_t>(sqlite3_value_int64(values[0]));
  const auto byte = [](std::uint32_t bits, std::uint32_t mark) { return static_cast<char>(mark | bits); };
  const char text[] = {byte(code >> 18U & 0x07U, 0xf0), byte(code >> 12U & 0x3fU, 0x80), byte(code >> 6U & 0x3fU, 0x80),
                       byte(code & 0x3fU, 0x80)};
  sqlite3_result_text(context, text, sizeof text, SQLITE_TRANSIENT);
}

}  // namespace

void add_functions(sqlite3* connection) {
  constexpr int kAnyNumber = -1;
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto add = [&](const char* name, int arguments, void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    const int code =
        sqlite3_create_function_v2(connection, name, arguments, kFlags, nullptr, function, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw SqliteError(code & 0xff, sqlite3_errmsg(connection));
  };
  add("greatest", kAnyNumber, outermost<1>);
  add("least", kAnyNumber, outermost<-1>);
  add("chr", 1, character);
}

}  // namespace parley::sqlite
