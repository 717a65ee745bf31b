// The interface that finds out which user an access token belongs to. The feature that issues tokens implements it. Any
// loop.
#pragma once

#include <string>

#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>

namespace parley {

class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // Returns the caller if the access token is valid and its session and user are active now. Errors: unauthenticated,
  // token_expired.
  virtual Task<Authenticated> authenticate(std::string access_token) = 0;
};

}  // namespace parley
