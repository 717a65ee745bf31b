// Read cursors, merged in memory by maximum and written together: a cursor moves with every message its owner sends or
// reads, and none of those moves is worth a commit of its own. What a crash loses, the client's next receipt heals. Owned
// by the composition root; any thread may call it (a mutex inside).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/domain/ids.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct ReadCursor {
  ConversationId conversation;
  UserId user;
  Seq read_seq;
};

class ReadCursors {
 public:
  // `wake` is called, from the thread that moves it, when the first cursor is waiting to be written.
  explicit ReadCursors(std::function<void()> wake = {});

  void move(ConversationId conversation, UserId user, Seq read_seq);
  // The later of the given cursor and what waits here to be written.
  Seq latest(ConversationId conversation, UserId user, Seq stored) const;
  // Writes what is waiting, in one transaction; what fails to be written waits for the next time. The composition root
  // calls it 100 ms after a wake and once at shutdown.
  Task<void> flush(Database& database);

 private:
  using Key = std::pair<ConversationId, UserId>;
  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::map<Key, Seq> waiting_;  // moved since the last flush
  std::map<Key, Seq> writing_;  // being written now
};

}  // namespace parley
