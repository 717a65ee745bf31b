// Owns the service and the indexer of the feature search for the lifetime of the process. The composition root creates
// it. The indexer runs on the engine's loop, from start() to stop().
#pragma once

#include <functional>
#include <memory>

#include <parley/api/module.hpp>
#include <parley/base/task_group.hpp>
#include <parley/core/follower.hpp>
#include <parley/features/search/search.hpp>

namespace parley {

class SearchModule final : public Module {
 public:
  // `queued_writes` returns how many more urgent writes wait for the database.
  SearchModule(const Engine& engine, std::function<std::size_t()> queued_writes, seconds sweep_interval);

  void add_services(ServiceRegistry& services) override;
  void on_committed(std::span<const Event> events) override;
  void start() override;
  Awaitable<void> stop(Instant deadline) override;

 private:
  Search search_;
  std::unique_ptr<Follower> indexer_;
  TaskGroup indexing_;
};

}  // namespace parley
