// The feature sign_in as a module: it owns the services of the feature and the threads that hash passwords. The
// composition root owns the module, and starts and stops it on the main loop.
#pragma once

#include <string>
#include <vector>

#include <parley/api/module.hpp>
#include <parley/base/blocking_pool.hpp>
#include <parley/base/jwt.hpp>
#include <parley/base/periodic.hpp>
#include <parley/bus/shared_limits.hpp>
#include <parley/features/sign_in/access_token.hpp>
#include <parley/features/sign_in/development_access.hpp>
#include <parley/features/sign_in/known_devices.hpp>
#include <parley/features/sign_in/password.hpp>
#include <parley/features/sign_in/refresh_cookies.hpp>
#include <parley/features/sign_in/registration_switch.hpp>
#include <parley/features/sign_in/sessions.hpp>
#include <parley/features/sign_in/sign_in.hpp>

namespace parley {

struct SignInOptions {
  std::vector<SigningKey> keys;  // not empty; the first one signs
  std::string issuer;
  std::string audience;
  seconds access_token_life{};
  std::chrono::days refresh_token_life{};
  int bcrypt_cost = PasswordHasher::kCostLeast;
  std::size_t bcrypt_threads = 1;
  std::size_t bcrypt_queue_limit = 0;  // sign-ins that may wait for a thread
  bool registration_open = true;
  Networks development_networks = {};  // may use dev.token besides this machine
  bool secure_cookies = false;  // browsers send the cookie over https only
};

class SignInModule final : public Module {
 public:
  SignInModule(const Engine& engine, SharedLimits& attempts, const SignInOptions& options);

  Authenticator& authenticator() { return sessions_; }
  PasswordProver& password_prover() { return sign_in_; }
  // Whether anybody may register.
  RegistrationSwitch& registration() { return registration_; }
  // The threads that hash passwords, for other work that blocks.
  BlockingPool& hashing() { return hashing_; }

  void add_services(ServiceRegistry& services) override;
  void start() override;
  Awaitable<void> stop(Instant deadline) override;
  void refresh_gauges() override;

 private:
  Metrics& metrics_;
  RegistrationSwitch registration_;
  BlockingPool hashing_;
  PasswordHasher hasher_;
  AccessTokens access_tokens_;
  RefreshCookies refresh_cookies_;
  KnownDevices known_devices_;
  DevelopmentAccess development_access_;
  Sessions sessions_;
  SignIn sign_in_;
  Periodic cleaning_;  // removes expired tokens and sessions
};

}  // namespace parley
