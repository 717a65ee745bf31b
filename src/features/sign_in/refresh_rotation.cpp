#include <parley/features/sign_in/refresh_rotation.hpp>

#include <cassert>

namespace parley {

RotationOutcome judge_refresh(const std::optional<RefreshToken>& presented,
                              const std::optional<RefreshToken>& successor, bool session_revoked, Time now) {
  assert(!successor || (presented && presented->successor == successor->hash));
  if (!presented || session_revoked || presented->expires_at <= now) return RotationOutcome::refused;
  if (!presented->used_at) return RotationOutcome::rotate;
  // A successor without a row has expired and was removed, so there is nothing to give.
  if (!successor) return RotationOutcome::refused;
  if (successor->used_at) return RotationOutcome::reused;
  return successor->expires_at <= now ? RotationOutcome::refused : RotationOutcome::repeat;
}

}  // namespace parley
