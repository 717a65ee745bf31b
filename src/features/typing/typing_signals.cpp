#include <parley/features/typing/typing_signals.hpp>

#include <algorithm>

namespace parley {
namespace {

constexpr seconds kAnnouncedLife{6};  // after this time clients no longer show that the user types
constexpr seconds kSizeLife{10};  // a user who was just blocked may still be seen to type for this time

}  // namespace

// The first signal of a user is announced at once. A signal that comes too early is dropped, because the client repeats
// it.
bool TypingSignals::admit(const TypingChanged& signal, Instant now) {
  if (limits_.typing_per_second == 0) return true;
  const auto interval = std::chrono::duration<double>(1 / limits_.typing_per_second);
  const std::scoped_lock lock(mutex_);
  forget_old(now);
  const auto [at, is_new] = announced_.try_emplace({signal.conversation, signal.user}, Announced{now, signal.active});
  Announced& announced = at->second;
  if (is_new) return true;
  if (!signal.active) return std::exchange(announced.is_active, false);
  if (now - announced.at < interval) return false;
  announced = {now, true};
  return true;
}

std::optional<bool> TypingSignals::merges(ConversationId conversation, Instant now) {
  const std::scoped_lock lock(mutex_);
  const auto found = sizes_.find(conversation);
  if (found == sizes_.end() || found->second.until <= now) return std::nullopt;
  return found->second.is_large;
}

void TypingSignals::note_size(ConversationId conversation, std::int64_t members, Instant now) {
  const std::scoped_lock lock(mutex_);
  forget_old(now);
  sizes_[conversation] = {std::cmp_greater(members, limits_.typing_merge_members), now + kSizeLife};
}

bool TypingSignals::merge(const TypingChanged& signal) {
  const std::scoped_lock lock(mutex_);
  waiting_[{signal.conversation, signal.user}] = signal.active;
  return waiting_.size() == 1;
}

// The map is ordered by conversation, so that the signals of one conversation follow each other.
std::vector<TypingMerged> TypingSignals::take() {
  std::map<Typist, bool> waiting;
  {
    const std::scoped_lock lock(mutex_);
    waiting.swap(waiting_);
  }
  std::vector<TypingMerged> merged;
  for (const auto& [typist, is_active] : waiting) {
    const auto& [conversation, user] = typist;
    if (merged.empty() || merged.back().conversation != conversation) merged.push_back({conversation, {}, {}});
    merged.back().users.emplace_back(user, is_active);
  }
  // Users who type see the others, but not themselves. So each of them gets an event of their own.
  const std::size_t conversations = merged.size();
  for (std::size_t i = 0; i < conversations; ++i) {
    if (merged[i].users.size() == 1) continue;
    for (const auto& [reader, _] : std::vector(merged[i].users)) {
      TypingMerged others{merged[i].conversation, merged[i].users, reader};
      std::erase_if(others.users, [&](const auto& one) { return one.first == reader; });
      merged.push_back(std::move(others));
    }
  }
  return merged;
}

// Removes old entries when the maps have doubled since the last time, so that the cost is shared by many signals.
void TypingSignals::forget_old(Instant now) {
  if (announced_.size() + sizes_.size() < clean_at_) return;
  std::erase_if(announced_, [&](const auto& entry) { return now - entry.second.at > kAnnouncedLife; });
  std::erase_if(sizes_, [&](const auto& entry) { return entry.second.until <= now; });
  clean_at_ = std::max<std::size_t>(1024, 2 * (announced_.size() + sizes_.size()));
}

}  // namespace parley
