#include <parley/features/typing/typing_signals.hpp>

#include <algorithm>
#include <iterator>
#include <set>

namespace parley {
namespace {

constexpr seconds kAnnouncedLife{6};  // after this time clients no longer show that the user types
constexpr seconds kAudienceLife{10};  // a user who was just blocked may still be seen to type for this time

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

std::optional<TypingAudience> TypingSignals::audience(ConversationId conversation, UserId user, Instant now) {
  const std::scoped_lock lock(mutex_);
  const auto found = audiences_.find({conversation, user});
  if (found == audiences_.end() || found->second.until <= now) return std::nullopt;
  return found->second.audience;
}

TypingAudience TypingSignals::note_audience(ConversationId conversation, UserId user, std::int64_t members,
                                            std::vector<UserId> hidden_from, Instant now) {
  TypingAudience audience{std::cmp_greater(members, limits_.typing_merge_members), std::move(hidden_from)};
  const std::scoped_lock lock(mutex_);
  forget_old(now);
  audiences_[{conversation, user}] = {audience, now + kAudienceLife};
  return audience;
}

bool TypingSignals::merge(const TypingChanged& signal) {
  const std::scoped_lock lock(mutex_);
  waiting_[{signal.conversation, signal.user}] = {signal.active, signal.hidden_from};
  return waiting_.size() == 1;
}

// The map is ordered by conversation, so that the signals of one conversation follow each other.
std::vector<TypingMerged> TypingSignals::take() {
  std::map<Typist, Waiting> waiting;
  {
    const std::scoped_lock lock(mutex_);
    waiting.swap(waiting_);
  }
  std::vector<TypingMerged> merged;
  for (auto at = waiting.begin(); at != waiting.end();) {
    const ConversationId conversation = at->first.first;
    Typists typists;
    for (; at != waiting.end() && at->first.first == conversation; ++at) {
      typists.emplace_back(at->first.second, std::move(at->second));
    }
    merge_conversation(conversation, typists, merged);
  }
  return merged;
}

// Adds the event for all members, and one event for each member who may not see all of it, unless nothing is left.
void TypingSignals::merge_conversation(ConversationId conversation, const Typists& typists,
                                       std::vector<TypingMerged>& merged) {
  TypingMerged all{.conversation = conversation, .users = {}};
  std::map<UserId, std::set<UserId>> unseen;  // by reader: the users whose typing this reader does not see
  for (const auto& [user, waiting] : typists) {
    all.users.emplace_back(user, waiting.is_active);
    unseen[user].insert(user);
    for (const UserId reader : waiting.hidden_from) unseen[reader].insert(user);
  }
  std::vector<TypingMerged> own;
  for (const auto& [reader, hidden] : unseen) {
    all.except.push_back(reader);
    TypingMerged rest{.conversation = conversation, .users = all.users, .reader = reader};
    std::erase_if(rest.users, [&](const auto& one) { return hidden.contains(one.first); });
    if (!rest.users.empty()) own.push_back(std::move(rest));
  }
  merged.push_back(std::move(all));
  std::ranges::move(own, std::back_inserter(merged));
}

// Removes old entries when the maps have doubled since the last time, so that the cost is shared by many signals.
void TypingSignals::forget_old(Instant now) {
  if (announced_.size() + audiences_.size() < clean_at_) return;
  std::erase_if(announced_, [&](const auto& entry) { return now - entry.second.at > kAnnouncedLife; });
  std::erase_if(audiences_, [&](const auto& entry) { return entry.second.until <= now; });
  clean_at_ = std::max<std::size_t>(1024, 2 * (announced_.size() + audiences_.size()));
}

}  // namespace parley
