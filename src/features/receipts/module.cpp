#include <parley/features/receipts/module.hpp>

namespace parley {
namespace {

constexpr milliseconds kFlushDelay{100};
constexpr std::chrono::minutes kCleaningInterval{10};

}  // namespace

ReceiptsModule::ReceiptsModule(const Engine& engine)
    : database_(engine.database),
      flushing_(engine.loop, kFlushDelay, [this] { return flush(); }),
      read_cursors_([this] { flushing_.request(); }),
      receipts_(engine.database, read_cursors_, engine.clock, engine.limits, engine.announce),
      cleaning_(engine.loop, kCleaningInterval, [this]() -> Awaitable<void> { co_await receipts_.remove_old(); }) {}

void ReceiptsModule::add_services(ServiceRegistry& services) { services.add(receipts_); }

void ReceiptsModule::start() { cleaning_.start(); }

// Cursors that still wait are written by flush(), which the process calls after this.
Awaitable<void> ReceiptsModule::stop(Instant deadline) {
  co_await flushing_.stop(deadline);
  co_await cleaning_.stop(deadline);
}

Awaitable<void> ReceiptsModule::flush() { co_await read_cursors_.flush(database_); }

}  // namespace parley
