// Decides who may sign in without a password while dev.enabled is on: this machine, and the configured networks.
// Immutable; any thread.
#pragma once

#include <string_view>
#include <utility>

#include <parley/base/networks.hpp>

namespace parley {

class DevelopmentAccess {
 public:
  explicit DevelopmentAccess(Networks networks) : networks_(std::move(networks)) {}

  // Succeeds for the address of a client that may. Errors: forbidden.
  Result<void> admit(std::string_view address) const {
    if (is_this_machine(address) || networks_.contain(address)) return {};
    return fail(ErrorCode::forbidden, "Only this machine and dev.networks may sign in without a password.");
  }

 private:
  Networks networks_;
};

}  // namespace parley
