// What the names and addresses of an account may look like, and who may see which part of it. Pure functions; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/core/user.hpp>
#include <parley/features/accounts/store.hpp>

namespace parley {

// Each returns what is wrong with the value, or nothing.
std::optional<FieldError> fault_in_username(std::string_view username);
std::optional<FieldError> fault_in_display_name(std::string_view name);
std::optional<FieldError> fault_in_email(std::string_view email);

// Collects the faults of a request.
class Faults {
 public:
  void add(std::optional<FieldError> fault);
  void add(const Result<void>& checked);
  // Returns invalid_request with every field at fault, if there is one.
  Result<void> result() &&;

 private:
  std::vector<FieldError> fields_;
};

// Errors: invalid_request with every field at fault.
Result<void> check_profile_change(const ProfileChange& change);

// Returns the user without what only the user may see.
User as_seen_by(UserId reader, User user);

// ASCII letters in lower case: names that differ in case alone are one.
std::string lower_case(std::string_view text);

}  // namespace parley
