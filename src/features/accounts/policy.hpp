// The rules of accounts: which names and addresses are allowed, which parts of a user others see, and until when an
// invitation stands. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/core/conversation.hpp>
#include <parley/core/reach.hpp>
#include <parley/core/user.hpp>
#include <parley/features/accounts/store.hpp>

namespace parley {

// Each of these returns what is wrong with the value, or nothing.
std::optional<FieldError> fault_in_username(std::string_view username);
// Refuses the names that only an operator may give to an account.
std::optional<FieldError> fault_in_reserved_name(std::string_view username);
std::optional<FieldError> fault_in_display_name(std::string_view name);
std::optional<FieldError> fault_in_email(std::string_view email);

// Collects the faults of a request, so that one answer names all of them.
class Faults {
 public:
  void add(std::optional<FieldError> fault);
  // Adds the fields of the error, if there is one.
  void add(const Result<void>& checked);
  // Returns invalid_request with every field at fault, if there is one.
  Result<void> result() &&;

 private:
  std::vector<FieldError> fields_;
};

// Checks the new values. Errors: invalid_request with every field at fault.
Result<void> check_profile_change(const ProfileChange& change);

// What decides whether an invitation still stands. In `reach`, the invited user is the one who would reach the inviter;
// what the inviter permits others does not matter. `kind` and `role` are those of the conversation to which the
// invitation leads and of the inviter in it. The role is absent if the inviter is no member.
struct InviterFacts {
  ReachFacts reach;
  ConversationKind kind = ConversationKind::direct;
  std::optional<MemberRole> role = std::nullopt;
};

// Returns whether the inviter may still make this invitation: the account is active, neither of the two has blocked the
// other, and a group has the inviter as a member who may add members.
bool still_invites(const InviterFacts& facts);

// Returns the user as `reader` may see them: without the e-mail address, unless the reader is this user.
User as_seen_by(UserId reader, User user);

// Returns the text with its ASCII letters in lower case. Usernames contain no other letters, so two of them are the
// same if this makes them equal.
std::string lower_case(std::string_view text);

}  // namespace parley
