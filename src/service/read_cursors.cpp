#include <parley/service/read_cursors.hpp>

#include <algorithm>

namespace parley {
namespace {

template <class Cursors, class Key>
bool move_forward(Cursors& cursors, const Key& key, Seq read_seq) {
  const auto [at, is_new] = cursors.try_emplace(key, read_seq);
  if (is_new) return true;
  if (at->second >= read_seq) return false;
  at->second = read_seq;
  return true;
}

template <class Cursors>
Result<void> write_cursors(Transaction& tx, const Cursors& cursors) {
  for (const auto& [key, read_seq] : cursors) tx.members().move_read(key.second, key.first, read_seq);
  return {};
}

}  // namespace

ReadCursors::ReadCursors(std::function<void()> wake) : wake_(std::move(wake)) {}

void ReadCursors::move(ConversationId conversation, UserId user, Seq read_seq) {
  bool is_first = false;
  {
    const std::scoped_lock lock(mutex_);
    is_first = waiting_.empty();
    move_forward(waiting_, Key(user, conversation), read_seq);
  }
  if (is_first && wake_) wake_();
}

Seq ReadCursors::latest(ConversationId conversation, UserId user, Seq stored) const {
  const Key key(user, conversation);
  const std::scoped_lock lock(mutex_);
  for (const Cursors* cursors : {&waiting_, &writing_}) {
    if (const auto at = cursors->find(key); at != cursors->end()) stored = std::max(stored, at->second);
  }
  return stored;
}

std::map<ConversationId, Seq> ReadCursors::pending(UserId user) const {
  std::map<ConversationId, Seq> found;
  const std::scoped_lock lock(mutex_);
  for (const Cursors* cursors : {&waiting_, &writing_}) {
    for (auto at = cursors->lower_bound(Key(user, ConversationId())); at != cursors->end(); ++at) {
      if (at->first.first != user) break;
      move_forward(found, at->first.second, at->second);
    }
  }
  return found;
}

Task<void> ReadCursors::flush(Database& database) {
  const Cursors batch = take_waiting();
  if (batch.empty()) co_return Result<void>();
  const Result<void> written = co_await database.write([batch](Transaction& tx) { return write_cursors(tx, batch); });
  settle(batch, written.has_value());
  co_return written;
}

ReadCursors::Cursors ReadCursors::take_waiting() {
  const std::scoped_lock lock(mutex_);
  for (const auto& [key, read_seq] : waiting_) move_forward(writing_, key, read_seq);
  return std::exchange(waiting_, {});
}

// Another flush may be under way with a later cursor of the same reader; that one settles it.
void ReadCursors::settle(const Cursors& batch, bool written) {
  bool is_first = false;
  {
    const std::scoped_lock lock(mutex_);
    is_first = !written && waiting_.empty();
    for (const auto& [key, read_seq] : batch) {
      if (!written) move_forward(waiting_, key, read_seq);
      if (const auto at = writing_.find(key); at != writing_.end() && at->second <= read_seq) writing_.erase(at);
    }
  }
  if (is_first && wake_) wake_();
}

}  // namespace parley
