#include <parley/core/policy.hpp>

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include <parley/base/limits.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/protocol/text.hpp>
#include <parley/protocol/utf8.hpp>
#include <parley/protocol/visible_text.hpp>

#include "features/accounts/policy.hpp"

namespace parley {
namespace {

constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kPunctuation = "._-";

// Names that look like an office of the server, or that mean everyone in a message. An operator can give them to an
// account. Sorted.
constexpr auto kReservedNames = std::to_array<std::string_view>(
    {"abuse",    "admin",    "administrator", "all",        "api",        "channel",   "everyone",
     "help",     "helpdesk", "here",          "hostmaster", "me",         "moderator", "null",
     "official", "operator", "parley",        "parleyd",    "postmaster", "root",      "security",
     "staff",    "support",  "system",        "undefined",  "webmaster"});
static_assert(std::ranges::is_sorted(kReservedNames));

// Returns whether the text is one line of UTF-8. Names that an operator gives on the command line may be anything.
bool is_line(std::string_view text) { return is_utf8(text) && !has_control_characters(text, /*multiline=*/false); }

}  // namespace

std::optional<FieldError> fault_in_username(std::string_view username) {
  if (username.size() < kUsernameLeast) {
    return FieldError{"username", FieldFault::too_short,
                      fmt::format("A username has at least {} characters.", kUsernameLeast)};
  }
  if (username.size() > kUsernameMost) {
    return FieldError{"username", FieldFault::too_long,
                      fmt::format("A username has at most {} characters.", kUsernameMost)};
  }
  const bool is_well_formed = kAlphanumeric.contains(username.front()) && std::ranges::all_of(username, [](char c) {
                                return kAlphanumeric.contains(c) || kPunctuation.contains(c);
                              });
  if (is_well_formed) return std::nullopt;
  return FieldError{"username", FieldFault::invalid,
                    "A username begins with a letter from a to z or a digit and goes on with those, '.', '_' and '-'."};
}

std::optional<FieldError> fault_in_reserved_name(std::string_view username) {
  if (!std::ranges::binary_search(kReservedNames, lower_case(username))) return std::nullopt;
  return FieldError{"username", FieldFault::invalid, "This name is reserved. Choose another one."};
}

std::optional<FieldError> fault_in_display_name(std::string_view name) {
  if (!is_line(name) || !is_name(name)) {
    return FieldError{"display_name", FieldFault::invalid,
                      "A display name has a letter or a digit, nothing invisible, and no signs that turn text around."};
  }
  if (count_characters(name) <= kDisplayNameMost) return std::nullopt;
  return FieldError{"display_name", FieldFault::too_long,
                    fmt::format("A display name has at most {} characters.", kDisplayNameMost)};
}

// Refuses only a text that is certainly no address. The full grammar (RFC 5322 §3.4.1) would accept texts that no
// server delivers to; only a letter shows whether an address exists.
std::optional<FieldError> fault_in_email(std::string_view email) {
  const std::size_t at = email.find('@');
  const bool has_two_sides = at != std::string_view::npos && at > 0 && at + 1 < email.size();
  if (has_two_sides && email.find('@', at + 1) == std::string_view::npos && !email.contains(' ') && is_line(email)) {
    if (count_characters(email) <= kEmailMost) return std::nullopt;
    return FieldError{"email", FieldFault::too_long,
                      fmt::format("An e-mail address has at most {} characters.", kEmailMost)};
  }
  return FieldError{"email", FieldFault::invalid, "This is not an e-mail address."};
}

void Faults::add(std::optional<FieldError> fault) {
  if (fault) fields_.push_back(std::move(*fault));
}

void Faults::add(const Result<void>& checked) {
  if (!checked) std::ranges::copy(checked.error().fields, std::back_inserter(fields_));
}

Result<void> Faults::result() && {
  if (fields_.empty()) return {};
  return fail_fields(std::move(fields_));
}

Result<void> check_profile_change(const ProfileChange& change) {
  Faults faults;
  if (change.display_name) faults.add(fault_in_display_name(*change.display_name));
  if (change.email && !change.email->empty()) faults.add(fault_in_email(*change.email));
  return std::move(faults).result();
}

bool still_invites(const InviterFacts& facts) {
  if (may_reach(ReachWay::mention, facts.reach) != Reach::permitted) return false;
  if (facts.kind == ConversationKind::direct) return true;
  if (!facts.role) return false;
  Conversation group;
  group.kind = facts.kind;
  Member inviter;
  inviter.role = *facts.role;
  return policy::may_add_members(group, inviter);
}

User as_seen_by(UserId reader, User user) {
  if (user.id != reader) user.email.reset();
  return user;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace parley
