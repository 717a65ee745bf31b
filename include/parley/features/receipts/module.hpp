// Owns the services of the feature receipts for the lifetime of the process. The composition root creates it. Two
// periodic tasks run on the engine's loop: waiting cursors are written, and old read marks are removed.
#pragma once

#include <parley/api/module.hpp>
#include <parley/base/delayed_flush.hpp>
#include <parley/base/periodic.hpp>
#include <parley/features/receipts/receipts.hpp>

namespace parley {

class ReceiptsModule final : public Module {
 public:
  explicit ReceiptsModule(const Engine& engine);

  // Returns the cursors that wait to be written. Other features ask them before they read cursors from the database.
  ReadCursors& read_cursors() { return read_cursors_; }

  void add_services(ServiceRegistry& services) override;
  void start() override;
  Awaitable<void> stop(Instant deadline) override;
  // Writes all waiting cursors now.
  Awaitable<void> flush() override;

 private:
  Database& database_;
  DelayedFlush flushing_;
  ReadCursors read_cursors_;
  Receipts receipts_;
  Periodic cleaning_;
};

}  // namespace parley
