// The feature admin as a module of a running node: it follows what the operator does with `parleyd admin`. The
// composition root owns it, and starts and stops it on the main loop.
#pragma once

#include <parley/api/module.hpp>
#include <parley/base/periodic.hpp>
#include <parley/features/admin/operator_watch.hpp>

namespace parley {

class AdminModule final : public Module {
 public:
  AdminModule(const Engine& engine, RegistrationSwitch& registration);

  const OperatorWatch& watch() const { return watch_; }

  void start() override;
  Awaitable<void> stop(Instant deadline) override;

 private:
  OperatorWatch watch_;
  Periodic looking_;
};

}  // namespace parley
