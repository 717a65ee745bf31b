#include <parley/features/typing/typing_signals.hpp>

#include <algorithm>

namespace parley {
namespace {

constexpr seconds kSaidLife{6};  // it has expired at everybody's
constexpr seconds kSizeLife{10};  // so long somebody just blocked may still be seen to type

}  // namespace

bool TypingSignals::admit(const TypingChanged& signal, Instant now) {
  if (limits_.typing_per_second == 0) return true;
  const auto interval = std::chrono::duration<double>(1 / limits_.typing_per_second);
  const std::scoped_lock lock(mutex_);
  forget_old(now);
  const auto [at, is_new] = said_.try_emplace({signal.conversation, signal.user}, Said{now, signal.active});
  Said& said = at->second;
  if (is_new) return true;
  if (!signal.active) return std::exchange(said.is_active, false);
  if (now - said.at < interval) return false;
  said = {now, true};
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
  // No typist hears of himself, but of the others.
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

void TypingSignals::forget_old(Instant now) {
  if (said_.size() + sizes_.size() < clean_at_) return;
  std::erase_if(said_, [&](const auto& entry) { return now - entry.second.at > kSaidLife; });
  std::erase_if(sizes_, [&](const auto& entry) { return entry.second.until <= now; });
  clean_at_ = std::max<std::size_t>(1024, 2 * (said_.size() + sizes_.size()));
}

}  // namespace parley
