// Watches the database, and gives memory back to the operating system. The composition root owns it; it runs on the
// first loop.
#pragma once

#include <parley/api/module.hpp>
#include <parley/app/memory_trim.hpp>
#include <parley/base/blocking_pool.hpp>
#include <parley/base/periodic.hpp>
#include <parley/features/sync/sync.hpp>

namespace parley {

class Upkeep final : public Module {
 public:
  Upkeep(const Engine& engine, Sync& sync, BlockingPool& blocking);

  void start() override;
  Awaitable<void> stop(Instant deadline) override;

 private:
  Awaitable<void> probe_database();
  Awaitable<void> trim_memory();

  Sync& sync_;
  BlockingPool& blocking_;
  const Metrics& metrics_;
  MemoryTrim trim_;
  Periodic probing_;
  Periodic trimming_;
};

}  // namespace parley
