// Notices what the operator has changed beside the running nodes, with one small read a second. The admin module owns
// it; it works on the first loop, and any thread may ask for the number of changes.
#pragma once

#include <atomic>
#include <cstdint>

#include <parley/base/task.hpp>
#include <parley/features/admin/store.hpp>
#include <parley/features/sign_in/registration_switch.hpp>
#include <parley/store/database.hpp>

namespace parley {

class OperatorWatch {
 public:
  OperatorWatch(Database& database, RegistrationSwitch& registration)
      : database_(database), registration_(registration) {}

  // Reads what the operator has chosen. If the database cannot be read, everything stays as it was.
  Awaitable<void> look();
  // Returns how many times look() has found something new. The hub then compares its streams with the database.
  std::uint64_t changes() const { return changes_; }

 private:
  Database& database_;
  RegistrationSwitch& registration_;
  std::optional<OperatorState> known_;  // used by look()
  std::atomic<std::uint64_t> changes_ = 0;
};

}  // namespace parley
