// What an account's names and addresses may look like. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/features/accounts/store.hpp>
#include <parley/features/sign_in/accounts.hpp>

namespace parley {

// Each gives invalid_request with every field at fault.
Result<void> check_username(std::string_view username);
Result<void> check_registration(const Registration& registration);
Result<void> check_profile_change(const ProfileChange& change);

// ASCII letters in lower case: names that differ in case alone are one.
std::string lower_case(std::string_view text);

}  // namespace parley
