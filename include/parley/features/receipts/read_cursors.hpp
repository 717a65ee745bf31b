// Collects moves of read and delivered cursors in memory and writes them together. A cursor moves with every message
// that its owner sends, receives or reads, and none of these moves is worth a commit of its own. Two moves of one
// cursor merge to the greater one. The events for the other members are announced together when the cursors are
// written. After a crash the client's next receipt repeats what was lost. The receipts module owns it; any thread may
// call it (a mutex inside).
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/store/database.hpp>

namespace parley {

// How far a member has received and read, and who learns it.
struct Receipt {
  Seq read = {};
  Seq delivered = {};
  std::optional<Time> read_at = {};  // when the member confirmed it; absent if the member read by writing a message
  bool is_announced = false;         // the other members get an event …
  bool includes_read = false;        // … and it contains the read cursor
  std::vector<UserId> hidden_from = {};  // members who do not get it, because of a block between the two
};

class ReadCursors {
 public:
  // `wake` asks for a flush. It is called when the first cursor begins to wait, on the thread that moved the cursor.
  explicit ReadCursors(std::function<void()> wake = {});

  // Moves the cursor of a user who has written a message, and so has read what came before it.
  void move(ConversationId conversation, UserId user, Seq read_seq) { confirm(conversation, user, {.read = read_seq}); }
  // Moves the cursors of a user as the user's receipt says.
  void confirm(ConversationId conversation, UserId user, const Receipt& receipt);
  // Returns the greater of `stored` and the read cursor that waits here. Code that shows a read cursor asks this, or
  // pending(), before it reads the database: a cursor that does not wait here any more is in the database by then, so
  // no cursor seems to go back.
  Seq latest(ConversationId conversation, UserId user, Seq stored) const;
  // Returns all read cursors of the user that wait here.
  std::map<ConversationId, Seq> pending(UserId user) const;
  // Writes the waiting cursors in one transaction. If it fails, they wait again and `wake` is called. The receipts
  // module calls it 100 ms after a wake and once at shutdown.
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
