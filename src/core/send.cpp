#include <parley/core/send.hpp>

#include <parley/core/policy.hpp>

namespace parley {
namespace {

// Once a message was edited or deleted, what was first sent is not known any more. The repeat is then given the benefit
// of the doubt: a client that sends again after a lost acknowledgement is common, one that reuses its ids is broken.
bool is_repeat_of(const Message& first, const NewMessage& message) {
  const bool is_changed = first.edited_at || first.deleted_at;
  return is_changed || (first.content == message.content && first.reply_to == message.reply_to);
}

bool is_reply_to_nothing(const SendFacts& facts, const NewMessage& message) {
  if (!message.reply_to || !facts.conversation || !facts.sender) return false;
  const Seq first_visible = policy::first_visible(facts.conversation->shares_history, facts.sender->joined_seq);
  return *message.reply_to < first_visible || *message.reply_to > facts.conversation->last_seq;
}

std::optional<Error> refusal_of_sender(const SendFacts& facts) {
  if (!facts.conversation || !facts.sender) return no_such_conversation().error();
  if (facts.sender->has_left) return no_longer_member().error();
  if (facts.sender->silenced) return blocked_error().error();
  return std::nullopt;
}

}  // namespace

Result<Accepted> judge_send(const SendFacts& facts, const NewMessage& message) {
  if (auto refusal = refusal_of_sender(facts)) return std::unexpected(*std::move(refusal));
  const bool may_mention_all = policy::moderates(facts.conversation->kind, facts.sender->role);
  // What was accepted once is accepted again, even if the reply would be refused by now.
  if (facts.first) {
    if (is_repeat_of(*facts.first, message)) return Accepted{.is_repeat = true, .may_mention_all = may_mention_all};
    return fail(ErrorCode::conflict, "This client_id was used for another message.");
  }
  if (is_reply_to_nothing(facts, message)) {
    return fail_field("reply_to", FieldFault::invalid, "There is no such message to reply to.");
  }
  return Accepted{.is_repeat = false, .may_mention_all = may_mention_all};
}

bool needs_first(const SendFacts& facts, const NewMessage& message) {
  return !refusal_of_sender(facts) && is_reply_to_nothing(facts, message);
}

std::unexpected<Error> no_such_conversation() { return fail(ErrorCode::not_found, "There is no such conversation."); }

std::unexpected<Error> no_longer_member() {
  return fail(ErrorCode::forbidden, "You are no longer a member of this conversation.");
}

std::unexpected<Error> blocked_error() { return fail(ErrorCode::blocked, "One of you has blocked the other."); }

}  // namespace parley
