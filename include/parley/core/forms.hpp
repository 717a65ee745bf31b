// What names, addresses and emoji look like, for the schemas. The features that own them check them; a test compares
// the two. Any thread.
#pragma once

#include <parley/protocol/field.hpp>

namespace parley {

inline constexpr Form kUsernameForm{.pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$"};
// Two sides of one @, without spaces.
inline constexpr Form kEmailForm{.pattern = R"(^[^@\u0000-\u0020\u007f-\u009f]+@[^@\u0000-\u0020\u007f-\u009f]+$)"};
inline constexpr Form kEmailOrNothingForm{
    .pattern = R"(^([^@\u0000-\u0020\u007f-\u009f]+@[^@\u0000-\u0020\u007f-\u009f]+)?$)"};
// A new password may have any character but NUL.
inline constexpr Form kNewPasswordForm{.pattern = R"(^[^\u0000]*$)"};
// No pattern can tell an emoji from another symbol; emoji_of() in core/graphemes.hpp can.
inline constexpr Form kEmojiForm{.format = "emoji"};

}  // namespace parley
