#include <parley/core/send.hpp>

#include <parley/core/policy.hpp>

namespace parley {
namespace {

// Returns whether the message is the first one again. After an edit or a deletion the text that was first sent is not
// known any more; the message then counts as a repeat. Clients often send again after a lost acknowledgement, and only
// a faulty client uses an id twice.
bool is_repeat_of(const Message& first, const NewMessage& message) {
  const bool is_changed = first.edited_at || first.deleted_at;
  return is_changed || (first.content == message.content && first.reply_to == message.reply_to);
}

// Returns whether the message answers a message that the sender cannot see or that does not exist.
bool is_reply_to_nothing(const SendFacts& facts, const NewMessage& message) {
  if (!message.reply_to || !facts.conversation || !facts.sender) return false;
  return *message.reply_to <= facts.sender->visible_after || *message.reply_to > facts.conversation->last_seq;
}

Result<void> check_sender(const SendFacts& facts) {
  if (!facts.conversation || !facts.sender) return no_such_conversation();
  if (facts.sender->has_left) return no_longer_member();
  return judge_writer(facts.sender->silenced, facts.sender->peer_closed);
}

}  // namespace

Result<void> judge_writer(bool silenced, bool peer_closed) {
  if (silenced) return blocked_error();
  if (peer_closed) return closed_account();
  return {};
}

Result<Accepted> judge_send(const SendFacts& facts, const NewMessage& message) {
  TRY(check_sender(facts));
  const bool may_mention_all = policy::moderates(facts.conversation->kind, facts.sender->role);
  // A repeat comes before the check of the reply: a message that was accepted once is accepted again, even if its reply
  // would be refused now.
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
  return check_sender(facts) && is_reply_to_nothing(facts, message);
}

}  // namespace parley
