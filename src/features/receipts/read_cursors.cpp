// A move waits in `waiting_`. A flush takes all of `waiting_` and copies it into `writing_`, where latest() and
// pending() still find it until the transaction has committed. If the transaction fails, the moves go back to
// `waiting_`.
#include <parley/features/receipts/read_cursors.hpp>

#include <algorithm>

#include <parley/core/announce.hpp>
#include <parley/features/receipts/store.hpp>

namespace parley {
namespace {

// The first confirmation of a reader sets the time; the latest one decides whether the others learn what was read.
void merge(Receipt& into, const Receipt& more) {
  into.read = std::max(into.read, more.read);
  into.delivered = std::max(into.delivered, more.delivered);
  if (!into.read_at) into.read_at = more.read_at;
  if (more.is_announced) into.includes_read = more.includes_read;
  if (more.is_announced) into.hidden_from = more.hidden_from;
  into.is_announced = into.is_announced || more.is_announced;
}

// Returns whether the written cursors make the other ones superfluous.
bool covers(const Receipt& written, const Receipt& one) {
  return written.read >= one.read && written.delivered >= one.delivered;
}

// Writes the cursors and marks. What all members of one conversation learn is one event; a receipt that is hidden from
// some of them is an event of its own.
template <class Waiting>
Result<void> write_receipts(Transaction& tx, const Waiting& receipts) {
  std::map<ConversationId, std::vector<MemberReceipt>> announced;
  for (const auto& [key, receipt] : receipts) {
    const auto& [user, conversation] = key;
    tx.store<ReceiptStore>().move_cursors({conversation, user, receipt.read, receipt.delivered});
    if (receipt.read_at) tx.store<ReceiptStore>().mark(conversation, user, receipt.read, *receipt.read_at);
    if (!receipt.is_announced) continue;
    const bool has_read = receipt.includes_read && receipt.read > Seq(0);
    const MemberReceipt moved{user, std::max(receipt.delivered, receipt.read),
                              has_read ? std::optional(receipt.read) : std::nullopt};
    if (receipt.hidden_from.empty()) {
      announced[conversation].push_back(moved);
    } else {
      announce(tx, ReceiptsMoved{conversation, {moved}, receipt.hidden_from});
    }
  }
  for (auto& [conversation, members] : announced) announce(tx, ReceiptsMoved{conversation, std::move(members)});
  return {};
}

}  // namespace

ReadCursors::ReadCursors(std::function<void()> wake) : wake_(std::move(wake)) {}

void ReadCursors::confirm(ConversationId conversation, UserId user, const Receipt& receipt) {
  bool is_first = false;
  {
    const std::scoped_lock lock(mutex_);
    is_first = waiting_.empty();
    merge(waiting_[Key(user, conversation)], receipt);
  }
  // Outside of the lock: the function is not ours.
  if (is_first && wake_) wake_();
}

Seq ReadCursors::latest(ConversationId conversation, UserId user, Seq stored) const {
  const Key key(user, conversation);
  const std::scoped_lock lock(mutex_);
  for (const Waiting* receipts : {&waiting_, &writing_}) {
    if (const auto at = receipts->find(key); at != receipts->end()) stored = std::max(stored, at->second.read);
  }
  return stored;
}

std::map<ConversationId, Seq> ReadCursors::pending(UserId user) const {
  std::map<ConversationId, Seq> found;
  const std::scoped_lock lock(mutex_);
  for (const Waiting* receipts : {&waiting_, &writing_}) {
    // The keys of one user stand next to each other, and no conversation id is less than the nil id.
    for (auto at = receipts->lower_bound(Key(user, ConversationId())); at != receipts->end(); ++at) {
      if (at->first.first != user) break;
      Seq& latest = found[at->first.second];
      latest = std::max(latest, at->second.read);
    }
  }
  return found;
}

Task<void> ReadCursors::flush(Database& database) {
  const Waiting batch = take_waiting();
  if (batch.empty()) co_return Result<void>();
  const Result<void> written = co_await database.write([batch](Transaction& tx) { return write_receipts(tx, batch); });
  settle(batch, written.has_value());
  co_return written;
}

ReadCursors::Waiting ReadCursors::take_waiting() {
  const std::scoped_lock lock(mutex_);
  for (const auto& [key, receipt] : waiting_) merge(writing_[key], receipt);
  return std::exchange(waiting_, {});
}

// Takes a batch out of `writing_`. Another flush may be writing a greater cursor of one of its readers; the entry then
// stays until that flush is settled.
void ReadCursors::settle(const Waiting& batch, bool written) {
  bool is_first = false;
  {
    const std::scoped_lock lock(mutex_);
    is_first = !written && waiting_.empty();
    for (const auto& [key, receipt] : batch) {
      if (!written) merge(waiting_[key], receipt);
      if (const auto at = writing_.find(key); at != writing_.end() && covers(receipt, at->second)) writing_.erase(at);
    }
  }
  if (is_first && wake_) wake_();
}

}  // namespace parley
