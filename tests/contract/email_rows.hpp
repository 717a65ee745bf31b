// Reads and sets when e-mail addresses were verified. Nothing in the server does this yet, so the tests have the
// statements. Used as a store of a transaction.
#pragma once

#include <optional>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/store/sql.hpp>

namespace parley::testing {

class EmailRows {
 public:
  explicit EmailRows(SqlConnection& connection) : connection_(connection) {}
  void verify(UserId user, Time now) {
    connection_.query("UPDATE users SET email_verified_at = $2 WHERE id = $1", user, now).run();
  }
  std::optional<Time> verified_at(UserId user) {
    return connection_.query("SELECT email_verified_at FROM users WHERE id = $1", user)
        .first(read_value<std::optional<Time>>)
        .value();
  }

 private:
  SqlConnection& connection_;
};

}  // namespace parley::testing
