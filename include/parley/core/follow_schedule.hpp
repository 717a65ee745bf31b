// Which conversations wait for a follower, and when it is their turn: a state machine without I/O, time passed in.
// Messages go first: while the server is busy writing them, a follower gets only small batches, which delay nobody for
// long, and catches up afterwards. Belongs to the follower, on its loop.
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

// The most that one batch takes.
struct FollowBatchSize {
  std::size_t conversations;
  std::size_t messages;
  std::size_t bytes;  // of text
};

struct FollowLimits {
  milliseconds turn{100};  // Changes within a turn are handled together.
  seconds sweep_interval{120};
  std::size_t busy_changes = 50;  // in one turn; with more, the server is busy
  FollowBatchSize batch{.conversations = 32, .messages = 256, .bytes = 256 * 1024};
  FollowBatchSize busy_batch{.conversations = 8, .messages = 16, .bytes = 16 * 1024};  // one batch a turn
  std::size_t waiting = 10'000;  // conversations; a sweep finds those beyond
  std::size_t swept_at_once = 1'000;
};

// What to handle next.
struct FollowWork {
  std::vector<ConversationId> conversations;  // ascending by id
  FollowBatchSize size;
  bool is_busy = false;  // There is no further batch in this turn.
};

// Where to look for conversations that the follower is behind: from the first one on, or after this one.
struct FollowSweep {
  std::optional<ConversationId> after;
  friend bool operator==(const FollowSweep&, const FollowSweep&) = default;
};

class FollowSchedule {
 public:
  FollowSchedule(const FollowLimits& limits, Instant now) : limits_(limits), sweep_at_(now) {}

  // The conversation has changed.
  void add(ConversationId conversation, Instant now);
  // The conversations have further changes, or handling them failed: they go to the back of the queue.
  void put_back(std::span<const ConversationId> conversations, Instant now);
  // More conversations changed than fit: a sweep has to find out which.
  void lose() { must_sweep_ = true; }

  // Returns the next batch; it has no conversations if none waits. `changes` happened since the last call,
  // `queued_writes` wait for the database.
  FollowWork take(std::size_t changes, std::size_t queued_writes);

  // Returns the sweep to make now, or nothing while there is no need.
  std::optional<FollowSweep> next_sweep(Instant now);
  // Takes what the sweep found. With fewer than `swept_at_once` the sweep is complete.
  void swept(std::span<const ConversationId> found, Instant now);

  std::size_t waiting() const { return queue_.size(); }
  // Returns how long the first conversation in the queue has waited.
  milliseconds lag(Instant now) const;

 private:
  struct Entry {
    ConversationId conversation;
    Instant since;
  };

  const FollowLimits& limits_;
  std::deque<Entry> queue_;
  std::unordered_set<ConversationId> known_;  // the conversations in the queue
  Instant sweep_at_;
  std::optional<ConversationId> swept_up_to_;  // while a sweep is under way
  bool must_sweep_ = false;
};

}  // namespace parley
