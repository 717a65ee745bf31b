// The feature typing as a module: it owns the service of the feature and announces what was collected. The composition
// root owns the module and stops it on the main loop.
#pragma once

#include <parley/api/module.hpp>
#include <parley/base/delayed_flush.hpp>
#include <parley/features/typing/typing.hpp>

namespace parley {

class TypingModule final : public Module {
 public:
  explicit TypingModule(const Engine& engine);

  void add_services(ServiceRegistry& services) override;
  Awaitable<void> stop(Instant deadline) override;

 private:
  DelayedFlush flushing_;
  Typing typing_;
};

}  // namespace parley
