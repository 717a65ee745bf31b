// A follower does the work that results from messages, such as indexing, after they have been committed, so that
// sending a message stays fast. It reads each conversation by rev, as a client would, from its own progress on. It
// learns of changes from the commits of this node. Other changes it finds by sweeping, for example if another node died
// or the outcome of a commit was unknown. Several nodes may follow one conversation: the node that comes second finds
// the work done.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/core/event.hpp>
#include <parley/core/follow_progress.hpp>
#include <parley/core/follow_schedule.hpp>
#include <parley/store/database.hpp>

namespace parley {

// What a follower decides about one batch of messages. Belongs to one thread at a time.
class FollowDecisions {
 public:
  virtual ~FollowDecisions() = default;
  // Decides about a message that was created or has changed. Called in a transaction that only reads, for the messages
  // of one conversation after the other, each conversation's ascending by rev.
  virtual void add(Transaction& tx, const Message& message) = 0;
  // Writes the decisions, except those about `overtaken` conversations, which another node has handled meanwhile.
  // Called in the transaction that writes the progress; called again if that transaction has to be repeated.
  virtual void write(Transaction& tx, std::span<const ConversationId> overtaken) const = 0;
};

// What makes one follower different from others. Lives as long as its follower; any thread may call it.
class FollowerTask {
 public:
  virtual ~FollowerTask() = default;
  virtual std::string_view name() const = 0;  // for the log
  // Returns the progress as that transaction sees it.
  virtual std::unique_ptr<FollowProgressStore> progress(Transaction& tx) const = 0;
  virtual std::unique_ptr<FollowDecisions> begin_batch() const = 0;
};

struct FollowerMetrics {
  Counter& messages;  // followed so far
  Gauge& lag_seconds;
};

// Runs on one loop. The feature that needs it owns it.
class Follower {
 public:
  // `queued_writes` returns how many writes of higher priority wait for the database.
  Follower(Executor loop, Database& database, std::unique_ptr<FollowerTask> task, FollowerMetrics metrics,
           std::function<std::size_t()> queued_writes, const FollowLimits& limits);

  // Notes the conversations that the committed events have changed. Any thread.
  void changed(std::span<const Event> events);
  // Follows until it is cancelled. Called once, on the loop.
  Awaitable<void> run();

 private:
  Awaitable<bool> pause(milliseconds time);
  std::size_t take_changes(Instant now);
  Awaitable<void> sweep();
  Awaitable<bool> follow(const FollowWork& work);

  Database& database_;
  std::unique_ptr<FollowerTask> task_;
  FollowerMetrics metrics_;
  std::function<std::size_t()> queued_writes_;
  FollowLimits limits_;
  FollowSchedule schedule_;
  Timer timer_;

  std::mutex mutex_;
  std::unordered_set<ConversationId> changed_;  // guarded by mutex_, like the members below
  std::size_t changes_ = 0;
  bool is_too_much_ = false;
};

}  // namespace parley
