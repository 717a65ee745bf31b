// A receipt writes nothing itself: it hands its cursors to ReadCursors, which writes them a little later. Its answer is
// computed from the cursor in the database and from the one that still waits in memory.
#include <parley/features/receipts/receipts.hpp>

#include <algorithm>
#include <utility>

#include <parley/core/repeat.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/receipts/store.hpp>

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
};

Result<Reader> find_reader(Transaction& tx, ConversationId id, UserId user) {
  Membership membership = TRY(find_membership(tx, id, user));
  const std::optional<User> reader = tx.store<UserStore>().find(user);
  return Reader{std::move(membership), reader && reader->private_reads};
}

// Returns one receipt more than the page holds, which shows whether there is another page.
Result<std::vector<MemberReceipt>> read_receipts(Transaction& tx, UserId user, ConversationId id,
                                                 std::optional<UserId> after, std::size_t limit) {
  TRY(find_membership(tx, id, user));
  return tx.store<ReceiptStore>().list(id, after, limit + 1);
}

Result<std::vector<MessageReader>> read_readers(Transaction& tx, UserId user, ConversationId id, Seq seq,
                                                std::size_t limit) {
  const Membership reader = TRY(find_membership(tx, id, user));
  const Message message = TRY(find_visible(tx, reader, seq));
  return tx.store<ReceiptStore>().readers(message, limit);
}

}  // namespace

Task<ReadCursorMoved> Receipts::confirm(Caller caller, ConversationId conversation, std::optional<Seq> read,
                                        std::optional<Seq> delivered) {
  const Seq pending = read_cursors_.latest(conversation, caller.user, Seq(0));
  const auto [reader, is_private] = CO_TRY(co_await database_.read(
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
                           .includes_read = !is_private});
  }
  ReadCursorMoved event{conversation, caller.user, moved, last.value() - moved.value()};
  if (has_read_more) announce_(event);
  co_return event;
}

Task<ReceiptPage> Receipts::list(Caller caller, ConversationId conversation, std::optional<UserId> after,
                                 std::size_t limit) {
  auto found = CO_TRY(co_await database_.read([user = caller.user, conversation, after, limit](Transaction& tx) {
    return read_receipts(tx, user, conversation, after, limit);
  }));
  ReceiptPage page{std::move(found), std::nullopt};
  if (page.members.size() > limit) {
    page.members.resize(limit);
    page.next = page.members.back().user;
  }
  co_return page;
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
