// Records what happens around signing in for the operator, with the device that it comes from. Any thread.
#pragma once

#include <optional>

#include <parley/base/security_log.hpp>
#include <parley/features/sign_in/types.hpp>

namespace parley {

// `user` and `session` are those that the event is about.
inline void record_sign_in(Metrics& metrics, SecurityCause cause, const Device& device, std::optional<UserId> user = {},
                           std::optional<SessionId> session = {}) {
  record_security(metrics, cause,
                  {.user = user, .session = session, .address = device.address, .request_id = device.request_id});
}

}  // namespace parley
