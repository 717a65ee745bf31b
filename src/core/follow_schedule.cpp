#include <parley/core/follow_schedule.hpp>

#include <algorithm>

namespace parley {

void FollowSchedule::add(ConversationId conversation, Instant now) {
  if (queue_.size() >= limits_.waiting) return lose();
  if (known_.insert(conversation).second) queue_.push_back({conversation, now});
}

void FollowSchedule::put_back(std::span<const ConversationId> conversations, Instant now) {
  for (const ConversationId conversation : conversations) add(conversation, now);
}

FollowWork FollowSchedule::take(std::size_t changes, std::size_t queued_writes) {
  const bool is_busy = changes > limits_.busy_changes || queued_writes > 0;
  FollowWork work{.conversations = {}, .size = is_busy ? limits_.busy_batch : limits_.batch, .is_busy = is_busy};
  std::vector<ConversationId>& taken = work.conversations;
  while (!queue_.empty() && taken.size() < work.size.conversations) {
    taken.push_back(queue_.front().conversation);
    known_.erase(taken.back());
    queue_.pop_front();
  }
  // Ascending ids, because the progress of several conversations is locked in this order.
  std::ranges::sort(taken);
  return work;
}

std::optional<FollowSweep> FollowSchedule::next_sweep(Instant now) {
  // A sweep would find the waiting conversations again, so they are handled first.
  if (!queue_.empty()) return std::nullopt;
  if (swept_up_to_) return FollowSweep{swept_up_to_};
  if (now < sweep_at_ && !must_sweep_) return std::nullopt;
  must_sweep_ = false;
  return FollowSweep{std::nullopt};
}

void FollowSchedule::swept(std::span<const ConversationId> found, Instant now) {
  sweep_at_ = now + limits_.sweep_interval;
  swept_up_to_.reset();
  if (found.size() >= limits_.swept_at_once) swept_up_to_ = found.back();
  put_back(found, now);
}

milliseconds FollowSchedule::lag(Instant now) const {
  if (queue_.empty()) return milliseconds(0);
  return std::chrono::duration_cast<milliseconds>(now - queue_.front().since);
}

}  // namespace parley
