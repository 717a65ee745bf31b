#include <parley/features/accounts/module.hpp>

namespace parley {
namespace {

// Only an upgrade leaves users without words, or a node of the earlier version that still runs during the upgrade.
constexpr std::chrono::minutes kIndexingInterval{10};

}  // namespace

AccountsModule::AccountsModule(const Engine& engine, PasswordProver& prover)
    : profiles_(engine.database, prover),
      people_(engine.database),
      blocks_(engine.database, engine.limits),
      indexing_(engine.loop, kIndexingInterval, [this]() -> Awaitable<void> { co_await people_.index_names(); }) {}

void AccountsModule::add_services(ServiceRegistry& services) {
  services.add(profiles_);
  services.add(people_);
  services.add(blocks_);
}

void AccountsModule::start() { indexing_.start_now(); }

Awaitable<void> AccountsModule::stop(Instant deadline) { return indexing_.stop(deadline); }

}  // namespace parley
