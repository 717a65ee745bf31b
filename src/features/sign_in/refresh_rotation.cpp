#include <parley/features/sign_in/refresh_rotation.hpp>

#include <cassert>

namespace parley {

RotationOutcome judge_refresh(const std::optional<RefreshToken>& presented,
                              const std::optional<RefreshToken>& successor, const SessionFacts& session, Time now) {
  assert(!successor || (presented && presented->successor == successor->hash));
  if (!presented || session.is_revoked || presented->expires_at <= now) return RotationOutcome::refused;
  if (session.created_at + kSessionLongest <= now) return RotationOutcome::refused;
  if (!presented->used_at) return RotationOutcome::rotate;
  // A successor without a row has expired and was removed, so there is nothing to give.
  if (!successor) return RotationOutcome::refused;
  if (successor->used_at) return RotationOutcome::reused;
  const bool is_recent = now - *presented->used_at <= kRepeatAnywhere;
  const bool may_repeat = successor->expires_at > now && (is_recent || session.is_same_place);
  return may_repeat ? RotationOutcome::repeat : RotationOutcome::refused;
}

}  // namespace parley
