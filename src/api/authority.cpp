#include <parley/api/authority.hpp>

namespace parley {

// The order of the checks decides which error a caller gets if several fail.
Result<void> Authority::admit(const Caller* caller) const {
  if (is_open) return {};
  if (!caller) return fail(ErrorCode::unauthenticated, "Sign in first.");
  if (!roles.contains(caller->role)) return fail(ErrorCode::forbidden, "This is not for users of your role.");
  if (!scopes.contains(caller->scope)) return fail(ErrorCode::forbidden, "These credentials are not good for this.");
  return {};
}

}  // namespace parley
