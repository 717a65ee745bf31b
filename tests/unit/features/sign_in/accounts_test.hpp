// What the tests of accounts start with: the service over an empty database, with passwords hashed as cheaply as bcrypt
// permits.
#pragma once

#include <string>

#include <parley/base/blocking_pool.hpp>
#include <parley/features/sign_in/accounts.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {

inline constexpr auto kPassword = "correct horse battery";

class AccountsTest : public ServiceTest {
 protected:
  AccountsTest() { reconfigure({}); }

  // As if the server had been started again with other options, on the same database.
  void reconfigure(AccountOptions options) {
    if (options.refresh_key.empty()) options.refresh_key = "a key of the server's";
    attempts_ = create_local_limits();
    accounts_ =
        std::make_unique<Accounts>(*database_, hashing_, hasher_, access_tokens_, *attempts_, clock_, limits_, options);
  }

  SignedIn sign_up(const std::string& name) {
    return value_of(accounts_->register_user({name, kPassword, "", std::nullopt}, device_));
  }
  SignedIn sign_in(const std::string& name) { return value_of(accounts_->login(name, kPassword, device_)); }
  static Caller caller(const SignedIn& signed_in) {
    return {signed_in.user.id, signed_in.session, signed_in.user.role};
  }
  // Does the access token open the door?
  bool is_alive(const SignedIn& signed_in) { return run(accounts_->authenticate(signed_in.tokens.access)).has_value(); }

  Device device_{"test/1.0", "192.0.2.1"};
  BlockingPool hashing_{"bcrypt", 2, 1000};
  PasswordHasher hasher_{PasswordHasher::kCostLeast};
  AccessTokens access_tokens_{{{"k1", std::string(32, 's')}}, "https://chat.example", "parley", seconds(900)};
  std::unique_ptr<SharedLimits> attempts_;
  std::unique_ptr<Accounts> accounts_;
};

}  // namespace parley::testing
