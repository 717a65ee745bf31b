// The feature accounts as a module: it owns the services of the feature. The composition root owns the module, and
// starts and stops it on the main loop.
#pragma once

#include <parley/api/module.hpp>
#include <parley/base/periodic.hpp>
#include <parley/features/accounts/blocks.hpp>
#include <parley/features/accounts/people_search.hpp>
#include <parley/features/accounts/profiles.hpp>

namespace parley {

class AccountsModule final : public Module {
 public:
  AccountsModule(const Engine& engine, PasswordProver& prover);

  void add_services(ServiceRegistry& services) override;
  void start() override;
  Awaitable<void> stop(Instant deadline) override;

 private:
  Profiles profiles_;
  PeopleSearch people_;
  Blocks blocks_;
  Periodic indexing_;  // makes the words of users that an earlier version of the server wrote
};

}  // namespace parley
