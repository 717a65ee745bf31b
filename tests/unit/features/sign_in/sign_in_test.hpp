// The fixture of the tests of accounts and sign-in: the services over an empty database, with the cheapest passwords
// that bcrypt permits.
#pragma once

#include <string>

#include <parley/base/blocking_pool.hpp>
#include <parley/features/accounts/people_search.hpp>
#include <parley/features/accounts/profiles.hpp>
#include <parley/features/sign_in/sessions.hpp>
#include <parley/features/sign_in/sign_in.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {

inline constexpr auto kPassword = "correct horse battery";

class SignInTest : public ServiceTest {
 protected:
  SignInTest() { reconfigure(); }

  // Makes the services again with other options on the same database, as a restart of the server does.
  void reconfigure(const std::string& refresh_key = "a key of the server's", bool registration_open = true) {
    attempts_ = create_local_limits();
    sessions_ = std::make_unique<Sessions>(*database_, access_tokens_, clock_, SessionOptions{refresh_key}, metrics_);
    registration_ = std::make_unique<RegistrationSwitch>(registration_open);
    sign_in_ = std::make_unique<SignIn>(*database_, *sessions_, hashing_, hasher_, *attempts_, clock_, limits_,
                                        *registration_, metrics_);
    profiles_ = std::make_unique<Profiles>(*database_, *sign_in_);
  }

  SignedIn sign_up(const std::string& name) {
    return value_of(sign_in_->register_user({name, kPassword, "", std::nullopt}, device_));
  }
  SignedIn sign_in(const std::string& name) { return value_of(sign_in_->login(name, kPassword, device_)); }
  static Caller caller(const SignedIn& signed_in) {
    return {signed_in.user.id, signed_in.session, signed_in.user.role};
  }
  // Returns whether the server accepts the access token.
  bool is_alive(const SignedIn& signed_in) { return run(sessions_->authenticate(signed_in.tokens.access)).has_value(); }

  Device device_{"test/1.0", "192.0.2.1"};
  BlockingPool hashing_{"bcrypt", 2, 1000};
  PasswordHasher hasher_{PasswordHasher::kCostLeast};
  AccessTokens access_tokens_{{{"k1", std::string(32, 's')}}, "https://chat.example", "parley", seconds(900)};
  Metrics metrics_;
  std::unique_ptr<RegistrationSwitch> registration_;
  std::unique_ptr<SharedLimits> attempts_;
  std::unique_ptr<Sessions> sessions_;
  std::unique_ptr<SignIn> sign_in_;
  std::unique_ptr<Profiles> profiles_;
  PeopleSearch people_{*database_};
};

}  // namespace parley::testing
