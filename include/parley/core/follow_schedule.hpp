// Decides which conversations a follower handles next, and when it sweeps. It is a state machine without I/O; the
// caller passes the time. Sending has priority: while the server is busy writing messages, the follower gets only small
// batches, which delay no writer for long, and catches up afterwards. The follower owns it, on its loop.
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
  std::size_t bytes;  // bytes of text
};

struct FollowLimits {
  milliseconds turn{100};  // changes within a turn are handled together
  seconds sweep_interval{120};
  std::size_t busy_changes = 50;  // with more changes in one turn, the server is busy
  FollowBatchSize batch{.conversations = 32, .messages = 256, .bytes = 256 * 1024};
  FollowBatchSize busy_batch{.conversations = 8, .messages = 16, .bytes = 16 * 1024};  // one batch a turn
  std::size_t waiting = 10'000;  // conversations; a sweep finds the others
  std::size_t swept_at_once = 1'000;
};

// What to handle next.
struct FollowWork {
  std::vector<ConversationId> conversations;  // ascending by id
  FollowBatchSize size;
  bool is_busy = false;  // there is no further batch in this turn
};

// A sweep looks for conversations that have changes beyond the follower's progress. It begins after this conversation,
// or with the first one.
struct FollowSweep {
  std::optional<ConversationId> after;
  friend bool operator==(const FollowSweep&, const FollowSweep&) = default;
};

class FollowSchedule {
 public:
  FollowSchedule(const FollowLimits& limits, Instant now) : limits_(limits), sweep_at_(now) {}

  // Adds a conversation that has changed.
  void add(ConversationId conversation, Instant now);
  // Adds conversations at the end of the queue, because they have further changes or handling them failed.
  void put_back(std::span<const ConversationId> conversations, Instant now);
  // Makes a sweep due, because more conversations changed than the queue can hold.
  void lose() { must_sweep_ = true; }

  // Returns the next batch, which is empty if no conversation waits. `changes` is the number of changes since the last
  // call, `queued_writes` the number of writes that wait for the database.
  FollowWork take(std::size_t changes, std::size_t queued_writes);

  // Returns the sweep that is due now, or nothing.
  std::optional<FollowSweep> next_sweep(Instant now);
  // Adds the conversations that the sweep found. If they are fewer than `swept_at_once`, the sweep is complete.
  void swept(std::span<const ConversationId> found, Instant now);

  // Returns the number of conversations in the queue.
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
  std::optional<ConversationId> swept_up_to_;  // set while a sweep is under way
  bool must_sweep_ = false;
};

}  // namespace parley
