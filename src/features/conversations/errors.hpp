// The errors that more than one file of this feature reports. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include <parley/base/error.hpp>

namespace parley {

// The fault of a field that names a user who does not exist or is deactivated.
inline FieldError no_such_user_in(std::string field) {
  return {std::move(field), FieldFault::invalid, "There is no such user."};
}

inline std::unexpected<Error> consent_needed() {
  return fail(ErrorCode::consent_needed, "This person decides first. An invitation was sent.");
}

inline constexpr std::string_view kTooManyInvitations =
    "This person has too many invitations that are not answered yet.";

inline std::unexpected<Error> too_many_invitations() {
  return fail(ErrorCode::conflict, std::string(kTooManyInvitations));
}

inline std::unexpected<Error> group_is_full(std::size_t member_limit) {
  return fail(ErrorCode::conflict, fmt::format("The group is full. It has at most {} members.", member_limit));
}

}  // namespace parley
