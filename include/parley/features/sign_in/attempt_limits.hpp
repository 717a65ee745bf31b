// Limits how often passwords may be guessed, over all nodes. Only a wrong password counts. An attempt takes a token
// from each bucket that it concerns before the password is checked, so that attempts at the same time cannot pass
// together, and gets the tokens back if the password was right or was not checked at all.
//
// A stranger cannot use up the attempts of another user: there is no bucket for a name alone. A name has one bucket
// for each address that tries it, the address has one for all names, and a device that has signed in with this name
// before has one of its own, which counts instead of the two others. The sign-in module owns it; any loop may call it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/address_key.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/bus/shared_limits.hpp>
#include <parley/core/caller.hpp>

namespace parley {

class AttemptLimits {
 public:
  struct Bucket {
    std::string key;
    TokenRate rate;
  };
  // The buckets from which an attempt has taken its tokens.
  using Attempt = std::vector<Bucket>;

  // REQUIRES: the references outlive this object.
  AttemptLimits(SharedLimits& shared, const Limits& limits) : shared_(shared), limits_(limits) {}

  // Counts an attempt to sign in with this name. `known_device` is the id of the device if it has signed in with the
  // name before. Errors: rate_limited; nothing was counted then.
  Task<Attempt> begin_sign_in(std::string_view username, const AddressKey& address,
                              const std::optional<std::string>& known_device);
  // Counts an attempt of a signed-in user to prove the own password. Errors: rate_limited.
  Task<Attempt> begin_proof(UserId user);
  // Gives the tokens of an attempt back, because it was no wrong guess.
  Awaitable<void> forgive(Attempt attempt);
  // Counts a registration from this address. Errors: rate_limited.
  Task<void> count_registration(const AddressKey& address);

 private:
  Task<Attempt> begin(std::vector<Bucket> buckets);

  SharedLimits& shared_;
  const Limits& limits_;
};

}  // namespace parley
