// The feature receipts as a part of the process.
#pragma once

#include <parley/api/module.hpp>
#include <parley/base/delayed_flush.hpp>
#include <parley/base/periodic.hpp>
#include <parley/features/receipts/receipts.hpp>

namespace parley {

class ReceiptsModule final : public Module {
 public:
  explicit ReceiptsModule(const Engine& engine);

  ReadCursors& read_cursors() { return read_cursors_; }

  void add_services(ServiceRegistry& services) override;
  void start() override;
  Awaitable<void> stop(Instant deadline) override;
  Awaitable<void> flush() override;

 private:
  Database& database_;
  DelayedFlush flushing_;
  ReadCursors read_cursors_;
  Receipts receipts_;
  Periodic cleaning_;
};

}  // namespace parley
