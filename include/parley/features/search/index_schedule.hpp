// Which conversations wait to be indexed, and when it is their turn: a state machine without I/O, time passed in.
// Messages go first: while the server is busy writing them, the index gets small batches only, which hold up nobody for
// long, and catches up afterwards. Belongs to the indexer, on its loop.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>

namespace parley {

// What one batch may take.
struct IndexBatchSize {
  std::size_t conversations;
  std::size_t messages;
  std::size_t bytes;  // of text
};

struct IndexLimits {
  milliseconds turn{100};  // what is said within it is indexed together
  seconds sweep_interval{120};
  std::size_t busy_changes = 50;  // in one turn; with more, the server is busy
  IndexBatchSize batch{.conversations = 32, .messages = 256, .bytes = 256 * 1024};
  IndexBatchSize busy_batch{.conversations = 8, .messages = 16, .bytes = 16 * 1024};  // one a turn
  std::size_t waiting = 10'000;  // conversations; what is beyond, a sweep finds
  std::size_t swept_at_once = 1'000;
};

// What to index next.
struct IndexWork {
  std::vector<ConversationId> conversations;  // ascending by id
  IndexBatchSize size;
  bool is_busy = false;  // nothing more in this turn
};

// Where to look for conversations that the index is behind: from the first one on, or after this one.
struct IndexSweep {
  std::optional<ConversationId> after;
  friend bool operator==(const IndexSweep&, const IndexSweep&) = default;
};

class IndexSchedule {
 public:
  IndexSchedule(const IndexLimits& limits, Instant now) : limits_(limits), sweep_at_(now) {}

  // Something was said there.
  void add(ConversationId conversation, Instant now);
  // There is more to index there, or it could not be indexed: it goes to the back.
  void put_back(std::span<const ConversationId> conversations, Instant now);
  // More was said than fits: what, a sweep has to find out.
  void lose() { must_sweep_ = true; }

  // The next batch; without conversations where none waits. `changes` happened since it was asked last,
  // `queued_writes` wait for the database.
  IndexWork take(std::size_t changes, std::size_t queued_writes);

  // The sweep to make now; none while there is no need.
  std::optional<IndexSweep> next_sweep(Instant now);
  // What was found there. With fewer than `swept_at_once` the sweep is complete.
  void swept(std::span<const ConversationId> found, Instant now);

  std::size_t waiting() const { return queue_.size(); }
  // How long the one that has waited for longest has.
  milliseconds lag(Instant now) const;

 private:
  struct Entry {
    ConversationId conversation;
    Instant since;
  };

  const IndexLimits& limits_;
  std::deque<Entry> queue_;
  std::unordered_set<ConversationId> known_;  // those in the queue
  Instant sweep_at_;
  std::optional<ConversationId> swept_up_to_;  // while a sweep is under way
  bool must_sweep_ = false;
};

}  // namespace parley
