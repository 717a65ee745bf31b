#include <parley/features/typing/typing.hpp>

#include <utility>

#include <parley/core/send.hpp>
#include <parley/core/store/users.hpp>

#include "core/consent.hpp"
#include "core/membership.hpp"

namespace parley {
namespace {

// The members of a conversation, as one who types there sees them.
struct Viewers {
  std::int64_t members = 0;
  std::vector<UserId> hidden_from;
};

// Checks that the user may type in the conversation, and returns who may see it.
Result<Viewers> find_viewers(Transaction& tx, UserId user, ConversationId id) {
  const Membership membership = TRY(find_membership(tx, id, user));
  TRY(judge_writer(membership.member.silenced, membership.member.peer_closed));
  const std::optional<User> typist = tx.store<UserStore>().find(user);
  if (!typist) return no_such_user();
  return Viewers{membership.conversation.member_count, separated_in(tx, id, *typist)};
}

}  // namespace

Typing::Typing(Database& database, const Limits& limits, Announcer announce, std::function<void()> wake)
    : database_(database), announce_(std::move(announce)), wake_(std::move(wake)), signals_(limits) {}

Task<void> Typing::set(Caller caller, ConversationId conversation, bool active) {
  const Viewers found = CO_TRY(co_await database_.read(
      [user = caller.user, conversation](Transaction& tx) { return find_viewers(tx, user, conversation); }));
  const Instant now = Instant::clock::now();
  TypingAudience audience = signals_.note_audience(conversation, caller.user, found.members, found.hidden_from, now);
  announce({conversation, caller.user, active, std::move(audience.hidden_from)}, audience.is_large, now);
  co_return Result<void>();
}

Task<void> Typing::set_by_member(Caller caller, ConversationId conversation, bool active) {
  const Instant now = Instant::clock::now();
  auto audience = signals_.audience(conversation, caller.user, now);
  if (!audience) co_return co_await set(caller, conversation, active);
  announce({conversation, caller.user, active, std::move(audience->hidden_from)}, audience->is_large, now);
  co_return Result<void>();
}

void Typing::announce(const TypingChanged& signal, bool is_merged, Instant now) {
  if (!signals_.admit(signal, now)) return;
  if (!is_merged) {
    announce_(signal);
  } else if (signals_.merge(signal) && wake_) {
    wake_();
  }
}

void Typing::flush() {
  for (TypingMerged& merged : signals_.take()) announce_(std::move(merged));
}

}  // namespace parley
