#include <parley/features/conversations/store_daily_use.hpp>

namespace parley {

// A row of an earlier day is overwritten.
DailyUse DailyUseStore::add(UserId user, const DailyUse& more, Time now) {
  const std::int64_t day = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
  return connection_
      .query(R"(
        INSERT INTO daily_use (user_id, day, conversations, members) VALUES ($1, $2, $3, $4)
        ON CONFLICT (user_id) DO UPDATE
        SET conversations =
              CASE WHEN daily_use.day = excluded.day THEN daily_use.conversations ELSE 0 END + excluded.conversations,
            members = CASE WHEN daily_use.day = excluded.day THEN daily_use.members ELSE 0 END + excluded.members,
            day = excluded.day
        RETURNING conversations, members)",
             user, day, more.conversations, more.members)
      .one([](Row& row) { return DailyUse{row.take<std::int64_t>(), row.take<std::int64_t>()}; });
}

}  // namespace parley
