// Each change locks the conversation, finds the message among those that the caller may see, asks the policy, writes
// with a new rev, and announces the changed message. A change that is already made returns before it takes a rev.
#include <parley/features/messages/annotations.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <parley/core/graphemes.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/core/wire_bytes.hpp>

#include "core/membership.hpp"
#include "core/visible_message.hpp"

namespace parley {
namespace {

// A message that is about to be changed, and the caller's membership. The conversation is locked.
struct Target {
  Membership actor;
  Message message;
};

Result<Target> lock_message(Transaction& tx, UserId user, ConversationId id, Seq seq) {
  Membership actor = TRY(lock_writer(tx, id, user));
  Message message = TRY(find_visible(tx, actor, seq));
  return Target{std::move(actor), std::move(message)};
}

bool has_reaction(const Message& message, UserId user, std::string_view emoji) {
  const auto reaction = std::ranges::find(message.reactions, emoji, &Reaction::emoji);
  return reaction != message.reactions.end() && std::ranges::find(reaction->users, user) != reaction->users.end();
}

std::unexpected<Error> message_deleted_error() { return fail(ErrorCode::conflict, "The message has been deleted."); }

// Errors: conflict if the message has no room for another reaction.
Result<void> check_room(const Message& message, std::string_view emoji, const Limits& limits) {
  std::size_t all = 0;
  for (const Reaction& reaction : message.reactions) all += reaction.users.size();
  const bool is_new = std::ranges::find(message.reactions, emoji, &Reaction::emoji) == message.reactions.end();
  if (all >= limits.message_reactions) {
    return fail(ErrorCode::conflict, fmt::format("A message has at most {} reactions.", limits.message_reactions));
  }
  if (is_new && message.reactions.size() >= limits.message_emoji) {
    return fail(ErrorCode::conflict, fmt::format("A message has at most {} different emoji.", limits.message_emoji));
  }
  return {};
}

// Announces the changed message in a Change event and returns it.
template <class Change>
Message announce(Transaction& tx, Message changed) {
  announce_change(tx, changed.conversation, changed.rev, Change{changed});
  return changed;
}

Result<Message> react_now(Transaction& tx, UserId user, ConversationId id, Seq seq, std::string_view emoji,
                          const Limits& limits) {
  const Target target = TRY(lock_message(tx, user, id, seq));
  if (!policy::may_react(target.message, target.actor.member)) return message_deleted_error();
  if (has_reaction(target.message, user, emoji)) return target.message;
  TRY(check_room(target.message, emoji, limits));
  const Rev rev = tx.store<ConversationStore>().advance(id);
  return announce<MessageReacted>(tx, tx.store<MessageStore>().add_reaction(target.message, user, emoji, rev));
}

Result<Message> unreact_now(Transaction& tx, UserId user, ConversationId id, Seq seq, std::string_view emoji) {
  const Target target = TRY(lock_message(tx, user, id, seq));
  if (!has_reaction(target.message, user, emoji)) return target.message;
  const Rev rev = tx.store<ConversationStore>().advance(id);
  return announce<MessageReacted>(tx, tx.store<MessageStore>().remove_reaction(target.message, user, emoji, rev));
}

Result<Target> lock_to_pin(Transaction& tx, UserId user, ConversationId id, Seq seq) {
  Target target = TRY(lock_message(tx, user, id, seq));
  if (!policy::may_pin(target.actor.conversation, target.actor.member)) {
    return fail(ErrorCode::forbidden, "Only a moderator of the group may pin messages.");
  }
  return target;
}

Result<Message> pin_now(Transaction& tx, UserId user, ConversationId id, Seq seq, std::size_t limit, Time now) {
  const Target target = TRY(lock_to_pin(tx, user, id, seq));
  if (target.message.deleted_at) return message_deleted_error();
  if (target.message.pinned_at) return target.message;
  if (tx.store<MessageStore>().pinned(id, Seq(1), limit).size() >= limit) {
    return fail(ErrorCode::conflict, fmt::format("A conversation has at most {} pinned messages.", limit));
  }
  const Rev rev = tx.store<ConversationStore>().advance(id);
  return announce<MessagePinned>(tx, tx.store<MessageStore>().pin(target.message, user, rev, now));
}

Result<Message> unpin_now(Transaction& tx, UserId user, ConversationId id, Seq seq, Time now) {
  const Target target = TRY(lock_to_pin(tx, user, id, seq));
  if (!target.message.pinned_at) return target.message;
  const Rev rev = tx.store<ConversationStore>().advance(id);
  return announce<MessageUnpinned>(tx, tx.store<MessageStore>().pin(target.message, std::nullopt, rev, now));
}

PinPosition position_of(const Message& pinned) { return {*pinned.pinned_at, pinned.seq}; }

// All pinned messages are read, since they are few, and the page is cut from them.
Result<PinPage> read_pinned(Transaction& tx, UserId user, ConversationId id, const std::optional<PinPosition>& after,
                            const Limits& limits) {
  const auto [conversation, reader] = TRY(find_membership(tx, id, user));
  PinPage page{tx.store<MessageStore>().pinned(id, policy::first_visible(reader), limits.pins), std::nullopt};
  if (after) std::erase_if(page.messages, [&](const Message& message) { return position_of(message) >= *after; });
  const std::size_t shown = count_within(std::span<const Message>(page.messages), limits.page_bytes);
  if (shown < page.messages.size()) page.next = position_of(page.messages[shown - 1]);
  page.messages.resize(shown);
  return page;
}

// Returns the emoji in its one stored form. Errors: invalid_request.
Result<std::string> check_emoji(std::string_view text) {
  auto qualified = emoji_of(text);
  if (!qualified) return fail_field("emoji", FieldFault::invalid, "This is not one emoji.");
  return *std::move(qualified);
}

}  // namespace

Task<Message> Annotations::react(Caller caller, ConversationId conversation, Seq seq, std::string emoji) {
  auto qualified = CO_TRY(check_emoji(emoji));
  co_return co_await database_.write(
      [user = caller.user, conversation, seq, emoji = std::move(qualified), &limits = limits_](Transaction& tx) {
        return react_now(tx, user, conversation, seq, emoji, limits);
      },
      lane_of(conversation));
}

Task<Message> Annotations::unreact(Caller caller, ConversationId conversation, Seq seq, std::string emoji) {
  auto qualified = CO_TRY(check_emoji(emoji));
  co_return co_await database_.write([user = caller.user, conversation, seq, emoji = std::move(qualified)](
                                         Transaction& tx) { return unreact_now(tx, user, conversation, seq, emoji); },
                                     lane_of(conversation));
}

Task<Message> Annotations::pin(Caller caller, ConversationId conversation, Seq seq) {
  return database_.write([user = caller.user, conversation, seq, limit = limits_.pins, now = clock_.now()](
                             Transaction& tx) { return pin_now(tx, user, conversation, seq, limit, now); },
                         lane_of(conversation));
}

Task<Message> Annotations::unpin(Caller caller, ConversationId conversation, Seq seq) {
  return database_.write([user = caller.user, conversation, seq,
                          now = clock_.now()](Transaction& tx) { return unpin_now(tx, user, conversation, seq, now); },
                         lane_of(conversation));
}

Task<PinPage> Annotations::pinned(Caller caller, ConversationId conversation, std::optional<PinPosition> after) {
  return database_.read([user = caller.user, conversation, after, &limits = limits_](
                            Transaction& tx) { return read_pinned(tx, user, conversation, after, limits); },
                        caller.user);
}

}  // namespace parley
