// A receipt writes nothing itself: it hands its cursors to ReadCursors, which writes them a little later. Its answer is
// computed from the cursor in the database and from the one that still waits in memory.
#include <parley/features/receipts/receipts.hpp>

#include <algorithm>
#include <utility>

#include <parley/core/repeat.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/receipts/store.hpp>

#include "core/consent.hpp"
#include "core/membership.hpp"
#include "core/visible_message.hpp"

namespace parley {
namespace {

constexpr std::size_t kRemovedAtOnce = 500;  // read marks in one transaction, for which other writers wait
constexpr std::chrono::days kMarksKept{30};

// A member who confirms a receipt.
struct Reader {
  Membership membership;
  bool is_private = false;
  std::vector<UserId> hidden_from;  // members who do not get the receipt
};

Result<Reader> find_reader(Transaction& tx, ConversationId id, UserId user) {
  Membership membership = TRY(find_membership(tx, id, user));
  const std::optional<User> reader = tx.store<UserStore>().find(user);
  if (!reader) return no_such_user();
  std::vector<UserId> hidden_from = separated_in(tx, id, *reader);
  return Reader{std::move(membership), reader->private_reads, std::move(hidden_from)};
}

// Leaves out members that a block separates from the reader.
template <class Row>
void remove_separated(Transaction& tx, ConversationId id, UserId user, std::vector<Row>& rows) {
  const std::optional<User> reader = tx.store<UserStore>().find(user);
  if (!reader) return;
  const std::vector<UserId> hidden = separated_in(tx, id, *reader);
  std::erase_if(rows, [&](const Row& row) { return std::ranges::binary_search(hidden, row.user); });
}

// Reads one receipt more than the page holds, which shows whether there is another page.
Result<ReceiptPage> read_receipts(Transaction& tx, UserId user, ConversationId id, std::optional<UserId> after,
                                  std::size_t limit) {
  TRY(find_membership(tx, id, user));
  ReceiptPage page{tx.store<ReceiptStore>().list(id, after, limit + 1), std::nullopt};
  if (page.members.size() > limit) {
    page.members.resize(limit);
    page.next = page.members.back().user;
  }
  remove_separated(tx, id, user, page.members);
  return page;
}

Result<std::vector<MessageReader>> read_readers(Transaction& tx, UserId user, ConversationId id, Seq seq,
                                                std::size_t limit) {
  const Membership reader = TRY(find_membership(tx, id, user));
  const Message message = TRY(find_visible(tx, reader, seq));
  std::vector<MessageReader> readers = tx.store<ReceiptStore>().readers(message, limit);
  remove_separated(tx, id, user, readers);
  return readers;
}

}  // namespace

Task<ReadCursorMoved> Receipts::confirm(Caller caller, ConversationId conversation, std::optional<Seq> read,
                                        std::optional<Seq> delivered) {
  // Memory is asked before the database: a cursor that is written in between is then found there.
  const Seq pending = read_cursors_.latest(conversation, caller.user, Seq(0));
  auto [reader, is_private, hidden_from] = CO_TRY(co_await database_.read(
      [user = caller.user, conversation](Transaction& tx) { return find_reader(tx, conversation, user); }));
  // No cursor goes beyond the last message, and what is read has been delivered.
  const Seq last = reader.conversation.last_seq;
  const Seq current = std::max(reader.member.read_seq, pending);
  const Seq moved = std::max(current, std::min(read.value_or(Seq(0)), last));
  const Seq reached = std::max(read ? moved : Seq(0), std::min(delivered.value_or(Seq(0)), last));
  const bool has_read_more = moved > current;
  if (has_read_more || reached > reader.member.delivered_seq) {
    // A member is silenced in a direct conversation in which one of the two users has blocked the other.
    const bool is_announced =
        !reader.member.silenced && std::cmp_less_equal(reader.conversation.member_count, limits_.receipt_members);
    read_cursors_.confirm(conversation, caller.user,
                          {.read = has_read_more ? moved : Seq(0),
                           .delivered = reached,
                           .read_at = has_read_more ? std::optional(clock_.now()) : std::nullopt,
                           .is_announced = is_announced,
                           .includes_read = !is_private,
                           .hidden_from = std::move(hidden_from)});
  }
  ReadCursorMoved event{conversation, caller.user, moved, last.value() - moved.value()};
  if (has_read_more) announce_(event);
  co_return event;
}

Task<ReceiptPage> Receipts::list(Caller caller, ConversationId conversation, std::optional<UserId> after,
                                 std::size_t limit) {
  return database_.read([user = caller.user, conversation, after, limit](Transaction& tx) {
    return read_receipts(tx, user, conversation, after, limit);
  });
}

Task<std::vector<MessageReader>> Receipts::readers(Caller caller, ConversationId conversation, Seq seq) {
  return database_.read([user = caller.user, conversation, seq, limit = limits_.receipt_members](Transaction& tx) {
    return read_readers(tx, user, conversation, seq, limit);
  });
}

Task<void> Receipts::remove_old() {
  return repeat_write(database_, kRemovedAtOnce, [before = clock_.now() - kMarksKept](Transaction& tx) {
    return tx.store<ReceiptStore>().remove_before(before, kRemovedAtOnce);
  });
}

}  // namespace parley
