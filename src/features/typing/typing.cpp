#include <parley/features/typing/typing.hpp>

#include <utility>

#include <parley/core/send.hpp>

#include "core/membership.hpp"

namespace parley {
namespace {

// Returns the number of members of the conversation, after it has checked that the user may type in it.
Result<std::int64_t> count_audience(Transaction& tx, UserId user, ConversationId id) {
  const Membership membership = TRY(find_membership(tx, id, user));
  TRY(judge_writer(membership.member.silenced, membership.member.peer_closed));
  return membership.conversation.member_count;
}

}  // namespace

Typing::Typing(Database& database, const Limits& limits, Announcer announce, std::function<void()> wake)
    : database_(database), announce_(std::move(announce)), wake_(std::move(wake)), signals_(limits) {}

Task<void> Typing::set(Caller caller, ConversationId conversation, bool active) {
  const std::int64_t members = CO_TRY(co_await database_.read(
      [user = caller.user, conversation](Transaction& tx) { return count_audience(tx, user, conversation); }));
  const Instant now = Instant::clock::now();
  signals_.note_size(conversation, members, now);
  announce({conversation, caller.user, active}, signals_.merges(conversation, now).value_or(false), now);
  co_return Result<void>();
}

Task<void> Typing::set_by_member(Caller caller, ConversationId conversation, bool active) {
  const Instant now = Instant::clock::now();
  const auto merges = signals_.merges(conversation, now);
  if (!merges) co_return co_await set(caller, conversation, active);
  announce({conversation, caller.user, active}, *merges, now);
  co_return Result<void>();
}

void Typing::announce(const TypingChanged& signal, bool merges, Instant now) {
  if (!signals_.admit(signal, now)) return;
  if (!merges) {
    announce_(signal);
  } else if (signals_.merge(signal) && wake_) {
    wake_();
  }
}

void Typing::flush() {
  for (TypingMerged& merged : signals_.take()) announce_(std::move(merged));
}

}  // namespace parley
