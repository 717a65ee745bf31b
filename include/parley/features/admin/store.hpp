// What the operator has chosen, and rows that only the operator changes. A store belongs to a transaction and to the
// thread that runs it. It throws StoreFailure if the database fails.
#pragma once

#include <cstdint>
#include <optional>

#include <parley/core/user.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// How often the operator has changed something, and whether anybody may register, if the operator has chosen that.
struct OperatorState {
  std::int64_t changes = 0;
  std::optional<bool> registration_open;
  friend bool operator==(const OperatorState&, const OperatorState&) = default;
};

class OperatorStore {
 public:
  explicit OperatorStore(SqlConnection& connection) : connection_(connection) {}

  OperatorState state();
  // Counts a change, so that running nodes look for it.
  void note_change();
  void set_registration(bool open);
  // These return the changed user, with a new rev.
  // REQUIRES: the user exists.
  User set_role(UserId user, UserRole role);
  User set_suspended(UserId user, std::optional<Time> since);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
