// Each public function starts one transaction and leaves the work to a free function. Sending is the exception: the
// message writer runs the transaction, for a batch of messages at once.
#include <parley/features/messages/messages.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <parley/core/policy.hpp>
#include <parley/core/send.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/core/wire_bytes.hpp>

#include "core/membership.hpp"
#include "core/visible_message.hpp"

namespace parley {
namespace {

Result<Message> get_message(Transaction& tx, UserId user, ConversationId id, Seq seq) {
  const Membership reader = TRY(find_membership(tx, id, user));
  return find_visible(tx, reader, seq);
}

// A page of history as two ranges: at most `older` messages before the seq `at`, and at most `newer` from it on.
struct Cut {
  Seq at;
  std::size_t older = 0;
  std::size_t newer = 0;
};

// Returns the cut for a query. A seq from the request may be any number, so it is moved into the visible history, from
// `first` to one behind `last`.
Cut cut_for(const HistoryQuery& query, Seq first, Seq last) {
  if (query.around) return {std::clamp(*query.around, first, last).next(), (query.limit + 1) / 2, query.limit / 2};
  if (query.after) return {std::max(first, std::min(*query.after, last).next()), 0, query.limit};
  return {std::clamp(query.before.value_or(last.next()), first, last.next()), query.limit, 0};
}

// Leaves out the messages at the end with which the list would be larger than permitted.
void cut_to(std::vector<Message>& messages, std::size_t most_bytes) {
  messages.resize(count_within(std::span<const Message>(messages), most_bytes));
}

// Reads the two ranges of the cut, each with its half of the page's bytes if there are two. There are more messages
// before the page if it does not begin with the first visible one, and more after it if it does not end with the last
// one.
Result<HistoryPage> read_history(Transaction& tx, UserId user, ConversationId id, const HistoryQuery& query,
                                 std::size_t most_bytes) {
  const auto [conversation, reader] = TRY(find_membership(tx, id, user));
  const Seq first = policy::first_visible(reader);
  const Seq last = conversation.last_seq;
  HistoryPage page;
  if (last < first) return page;

  const Cut cut = cut_for(query, first, last);
  const std::size_t range_bytes = cut.older > 0 && cut.newer > 0 ? most_bytes / 2 : most_bytes;
  if (cut.older > 0) page.messages = tx.store<MessageStore>().before(id, cut.at, first, cut.older, range_bytes);
  cut_to(page.messages, range_bytes);
  std::ranges::reverse(page.messages);
  page.more_before = (page.messages.empty() ? cut.at : page.messages.front().seq) > first;

  std::vector<Message> newer;
  if (cut.newer > 0) {
    newer = tx.store<MessageStore>().after(id, Seq(cut.at.value() - 1), first, cut.newer, range_bytes);
  }
  cut_to(newer, range_bytes);
  page.more_after = (newer.empty() ? cut.at : newer.back().seq.next()) <= last;
  std::ranges::move(newer, std::back_inserter(page.messages));
  return page;
}

// An edit that changes nothing returns the message and takes no rev.
Result<Message> edit_message(Transaction& tx, UserId user, ConversationId id, Seq seq, std::string_view body,
                             std::size_t most_versions, Time now) {
  const Membership author = TRY(lock_writer(tx, id, user));
  Message message = TRY(find_visible(tx, author, seq));
  if (!policy::may_edit(message, author.member)) {
    return fail(ErrorCode::forbidden, "Only the sender may edit a message, and not after deleting it.");
  }
  if (message.content.body == body) return message;
  if (std::cmp_greater_equal(tx.store<MessageStore>().count_versions(message), most_versions)) {
    return fail(ErrorCode::conflict, fmt::format("A message has at most {} versions.", most_versions));
  }
  const Rev rev = tx.store<ConversationStore>().advance(id);
  Message edited = tx.store<MessageStore>().edit(
      message, {body, policy::moderates(author.conversation.kind, author.member.role)}, rev, now);
  announce_change(tx, id, rev, MessageEdited{edited});
  return edited;
}

Result<Message> erase_message(Transaction& tx, UserId user, ConversationId id, Seq seq, Time now) {
  const Membership actor = TRY(lock_membership(tx, id, user));
  Message message = TRY(find_visible(tx, actor, seq));
  if (!policy::may_delete(actor.conversation, message, actor.member)) {
    return fail(ErrorCode::forbidden, "Only the sender or a moderator of the group may delete a message.");
  }
  // A repeated deletion returns the tombstone and takes no rev.
  if (message.deleted_at) return message;
  const Rev rev = tx.store<ConversationStore>().advance(id);
  Message tombstone = tx.store<MessageStore>().erase(message, user, rev, now);
  announce_change(tx, id, rev, MessageDeleted{tombstone});
  return tombstone;
}

Result<VersionPage> read_versions(Transaction& tx, UserId user, ConversationId id, Seq seq, std::size_t skipped,
                                  std::size_t most_bytes) {
  const Message message = TRY(get_message(tx, user, id, seq));
  const auto all = tx.store<MessageStore>().versions(message);
  const auto rest = std::span(all).subspan(std::min(skipped, all.size()));
  const auto shown = rest.first(count_within(rest, most_bytes));
  VersionPage page{{shown.begin(), shown.end()}, std::nullopt};
  if (shown.size() < rest.size()) page.next = skipped + shown.size();
  return page;
}

}  // namespace

Task<SentMessage> Messages::send(Caller caller, ConversationId conversation, std::string client_id, Content content,
                                 std::optional<Seq> reply_to) {
  NewMessage message{conversation, caller.user, std::move(client_id), std::move(content), reply_to};
  // Nothing suspends before the writer has the message (see the header).
  auto sent = CO_TRY(co_await writer_.send(std::move(message)));
  // A user who writes has read what came before.
  read_cursors_.move(conversation, caller.user, sent.message.seq);
  co_return sent;
}

Task<Message> Messages::get(Caller caller, ConversationId conversation, Seq seq) {
  return database_.read(
      [user = caller.user, conversation, seq](Transaction& tx) { return get_message(tx, user, conversation, seq); });
}

Task<HistoryPage> Messages::history(Caller caller, ConversationId conversation, HistoryQuery query) {
  return database_.read([user = caller.user, conversation, query, most = limits_.page_bytes](
                            Transaction& tx) { return read_history(tx, user, conversation, query, most); },
                        caller.user);
}

Task<Message> Messages::edit(Caller caller, ConversationId conversation, Seq seq, std::string body) {
  return database_.write(
      [user = caller.user, conversation, seq, body = std::move(body), most = limits_.message_versions,
       now = clock_.now()](Transaction& tx) { return edit_message(tx, user, conversation, seq, body, most, now); },
      lane_of(conversation));
}

Task<Message> Messages::erase(Caller caller, ConversationId conversation, Seq seq) {
  return database_.write([user = caller.user, conversation, seq, now = clock_.now()](
                             Transaction& tx) { return erase_message(tx, user, conversation, seq, now); },
                         lane_of(conversation));
}

Task<VersionPage> Messages::versions(Caller caller, ConversationId conversation, Seq seq, std::size_t skipped) {
  return database_.read([user = caller.user, conversation, seq, skipped, most = limits_.page_bytes](
                            Transaction& tx) { return read_versions(tx, user, conversation, seq, skipped, most); },
                        caller.user);
}

}  // namespace parley
