#include <parley/api/daily_storage.hpp>

#include <algorithm>

namespace parley {
namespace {

constexpr double kPortionsOfDay = 128;
constexpr double kLeastPortionsOfDay = 4;
constexpr double kSecondsOfDay = 86'400;
// The number of users that a node counts. Only users who store much at once need a place.
constexpr std::size_t kUsers = 100'000;

double portion_of(const Limits& limits) {
  if (limits.stored_bytes_per_day == 0) return 1;  // it is never taken
  const auto day = static_cast<double>(limits.stored_bytes_per_day);
  const auto largest_request = static_cast<double>(limits.body_bytes);
  return std::min(day / kLeastPortionsOfDay, std::max(day / kPortionsOfDay, largest_request));
}

}  // namespace

// Without the shared limits a user gains so little on a node that the nodes hardly add to the day.
DailyStorage::DailyStorage(SharedLimits& shared, const Limits& limits)
    : shared_(shared),
      per_day_(static_cast<double>(limits.stored_bytes_per_day)),
      portion_(portion_of(limits)),
      on_this_node_({2 * portion_ / kSecondsOfDay, 2 * portion_}, kUsers) {}

Result<bool> DailyStorage::take(UserId user, std::size_t bytes) {
  if (per_day_ == 0) return false;
  const auto left = on_this_node_.draw(user, Instant::clock::now(), static_cast<double>(bytes));
  if (left) return *left < portion_;
  return std::unexpected(Error{.code = ErrorCode::rate_limited,
                               .detail = "You have stored as much as one user may store in a day.",
                               .retry_after = left.error(),
                               .exhausted_rate = static_cast<int>(per_day_)});
}

void DailyStorage::give_back(UserId user, std::size_t bytes) {
  on_this_node_.give_back(user, Instant::clock::now(), static_cast<double>(bytes));
}

// The portion is given before the shared limits answer. So of many requests at the same time, each of which found
// little left, only one asks for a portion.
Awaitable<void> DailyStorage::renew(UserId user) {
  const double portions = per_day_ / portion_;
  if (!on_this_node_.give_back_below(user, Instant::clock::now(), portion_, portion_)) co_return;
  const auto wait = co_await shared_.take("stored:" + user.text(), {portions / kSecondsOfDay, portions});
  if (wait) on_this_node_.charge(user, Instant::clock::now(), portion_);
}

}  // namespace parley
