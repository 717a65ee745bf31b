// Writes the search index behind the messages: follows each conversation by rev, as a client would, from where the
// index stands. It hears of changes from this node's commits; whatever nobody told it of (a node that died, a commit of
// unknown outcome) it finds by sweeping. Any number of nodes may index one conversation: whoever comes second finds it
// done. Lives on one loop; changes are told from any thread.
#pragma once

#include <functional>
#include <mutex>
#include <span>
#include <unordered_set>
#include <vector>

#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/core/event.hpp>
#include <parley/features/search/index_schedule.hpp>
#include <parley/store/database.hpp>

namespace parley {

class SearchIndexer {
 public:
  // `queued_writes`: how much waits to be written that is more urgent.
  SearchIndexer(Executor loop, Database& database, Metrics& metrics, std::function<std::size_t()> queued_writes,
                const IndexLimits& limits);

  // These were committed. Any thread; costs a look at each.
  void changed(std::span<const Event> events);
  // Indexes until it is cancelled.
  Awaitable<void> run();

 private:
  Awaitable<bool> pause(milliseconds time);
  std::size_t take_changes(Instant now);
  Awaitable<void> sweep();
  Awaitable<bool> index(const IndexWork& work);

  Database& database_;
  Metrics& metrics_;
  std::function<std::size_t()> queued_writes_;
  IndexLimits limits_;
  IndexSchedule schedule_;
  Timer timer_;

  std::mutex mutex_;
  std::unordered_set<ConversationId> changed_;  // guarded by mutex_, as are the others below
  std::size_t changes_ = 0;
  bool is_too_much_ = false;
};

}  // namespace parley
