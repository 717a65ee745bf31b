// How far people have come in their conversations, merged in memory by maximum and written together: a cursor moves
// with every message its owner sends, receives or reads, and none of those moves is worth a commit of its own. What
// others are to hear of it is told together, too, once it is written. What a crash loses, the client's next receipt
// heals. Owned by the composition root; any thread may call it (a mutex inside).
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include <parley/base/ids.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/store/database.hpp>

namespace parley {

// What somebody has received and read, and who is to know.
struct Receipt {
  Seq read = {};
  Seq delivered = {};
  std::optional<Time> read_at = {};  // said so then, as opposed to having written something
  bool is_told = false;         // the other members hear of it …
  bool tells_read = false;      // … and of what was read
};

class ReadCursors {
 public:
  // `wake` is called, from the thread that moves it, when the first cursor is waiting to be written.
  explicit ReadCursors(std::function<void()> wake = {});

  // Who writes has read what came before.
  void move(ConversationId conversation, UserId user, Seq read_seq) { confirm(conversation, user, {.read = read_seq}); }
  void confirm(ConversationId conversation, UserId user, const Receipt& receipt);
  // The later of the given cursor and what waits here to be written. Whoever wants no cursor to go back for a moment
  // asks this, or pending(), before the database is read: what has left here by then is in the database.
  Seq latest(ConversationId conversation, UserId user, Seq stored) const;
  // All of the user's cursors that wait here to be written.
  std::map<ConversationId, Seq> pending(UserId user) const;
  // Writes what is waiting, in one transaction; what fails to be written waits for the next time, which a wake asks
  // for. The composition root calls it 100 ms after a wake and once at shutdown.
  Task<void> flush(Database& database);

 private:
  using Key = std::pair<UserId, ConversationId>;
  using Waiting = std::map<Key, Receipt>;

  Waiting take_waiting();
  void settle(const Waiting& batch, bool written);

  std::function<void()> wake_;
  mutable std::mutex mutex_;
  Waiting waiting_;  // moved since the last flush
  Waiting writing_;  // being written now
};

}  // namespace parley
