// Who an access token belongs to. Implemented by the feature that issues tokens; asked from any loop.
#pragma once

#include <string>

#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>

namespace parley {

class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // The access token holds, and its session and user are alive now. Errors: unauthenticated, token_expired.
  virtual Task<Authenticated> authenticate(std::string access_token) = 0;
};

}  // namespace parley
