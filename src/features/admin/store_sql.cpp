#include <charconv>
#include <string>

#include <parley/features/admin/store.hpp>
#include <parley/store/enum_text.hpp>

#include "core/store/rows.hpp"

namespace parley {
namespace {

constexpr std::string_view kChanges = "operator_changes";
constexpr std::string_view kRegistration = "registration";
constexpr std::string_view kOpen = "open";
constexpr std::string_view kClosed = "closed";

std::optional<std::string> read_setting(SqlConnection& connection, std::string_view key) {
  return connection.query("SELECT value FROM settings WHERE key = $1", key).first(read_value<std::string>);
}

void write_setting(SqlConnection& connection, std::string_view key, std::string_view value) {
  connection
      .query("INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
             key, Blob{value})
      .run();
}

std::int64_t read_count(std::string_view text) {
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

}  // namespace

OperatorState OperatorStore::state() {
  OperatorState state;
  if (const auto changes = read_setting(connection_, kChanges)) state.changes = read_count(*changes);
  if (const auto registration = read_setting(connection_, kRegistration)) {
    state.registration_open = *registration == kOpen;
  }
  return state;
}

// The first statement locks the row until the commit, so that two changes at the same time count as two.
void OperatorStore::note_change() {
  const auto before = connection_
                          .query(R"(
        INSERT INTO settings (key, value) VALUES ($1, $2)
        ON CONFLICT (key) DO UPDATE SET value = settings.value
        RETURNING value)",
                                 kChanges, Blob{"0"})
                          .one(read_value<std::string>);
  write_setting(connection_, kChanges, std::to_string(read_count(before) + 1));
}

void OperatorStore::set_registration(bool open) { write_setting(connection_, kRegistration, open ? kOpen : kClosed); }

User OperatorStore::set_role(UserId user, UserRole role) {
  return connection_
      .query("UPDATE users SET role = $2, rev = rev + 1 WHERE id = $1 RETURNING " USER_COLUMNS, user, role)
      .one(read_user);
}

User OperatorStore::set_suspended(UserId user, std::optional<Time> since) {
  return connection_
      .query("UPDATE users SET suspended_at = $2, rev = rev + 1 WHERE id = $1 RETURNING " USER_COLUMNS, user, since)
      .one(read_user);
}

}  // namespace parley
