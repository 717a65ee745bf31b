#include <parley/features/sign_in/refresh_rotation.hpp>

#include <cassert>

namespace parley {

RotationOutcome judge_refresh(const std::optional<RefreshToken>& presented,
                              const std::optional<RefreshToken>& successor, bool session_revoked, Time now) {
  assert(!successor || (presented && presented->successor == successor->hash));
  if (!presented || session_revoked || presented->expires_at <= now) return RotationOutcome::refused;
  if (!presented->used_at) return RotationOutcome::rotate;
  // Rows are deleted once expired: this one is gone or about to go, and with it what could have been handed out.
  if (!successor) return RotationOutcome::refused;
  if (successor->used_at) return RotationOutcome::reused;
  return successor->expires_at <= now ? RotationOutcome::refused : RotationOutcome::repeat;
}

}  // namespace parley
