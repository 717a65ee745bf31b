// Counts what a user has used of the daily limits. A store belongs to one transaction and to the thread that runs it.
// It throws StoreFailure if the database fails.
#pragma once

#include <cstdint>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/store/sql.hpp>

namespace parley {

struct DailyUse {
  std::int64_t conversations = 0;  // that the user created
  std::int64_t members = 0;        // that the user added or invited
};

class DailyUseStore {
 public:
  explicit DailyUseStore(SqlConnection& connection) : connection_(connection) {}
  // Adds to what the user has used on the day of `now` (UTC), and returns the sum.
  DailyUse add(UserId user, const DailyUse& more, Time now);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
