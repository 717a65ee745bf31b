#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include <parley/base/limits.hpp>
#include <parley/features/accounts/store.hpp>
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

// Returns the length in bytes of the UTF-8 sequence (RFC 3629 §4) that `text` begins with, or 0 if it begins with none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [text](std::size_t at) { return at < text.size() ? static_cast<std::uint8_t>(text[at]) : 0; };
  const auto continues = [&](std::size_t at) { return (byte(at) & 0xc0) == 0x80; };
  const auto lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf && continues(1)) return 2;
  // The bounds of the second byte exclude overlong forms, surrogates and values beyond U+10FFFF.
  if (lead >= 0xe0 && lead <= 0xef && continues(1) && continues(2)) {
    const bool is_outside = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f);
    return is_outside ? 0 : 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4 && continues(1) && continues(2) && continues(3)) {
    const bool is_outside = (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f);
    return is_outside ? 0 : 4;
  }
  return 0;
}

// Is the character a control character? These are C0 (below U+0020), DEL and C1 (U+0080 to U+009F).
bool is_control(std::string_view sequence) {
  const auto first = static_cast<std::uint8_t>(sequence.front());
  if (sequence.size() == 1) return first < 0x20 || first == 0x7f;
  return sequence.size() == 2 && first == 0xc2 && static_cast<std::uint8_t>(sequence[1]) < 0xa0;
}

// Returns the number of characters of one line of text, or nothing if it is not UTF-8 or contains a control character.
std::optional<std::size_t> count_characters(std::string_view line) {
  std::size_t count = 0;
  for (; !line.empty(); ++count) {
    const std::size_t length = sequence_length(line);
    if (length == 0 || is_control(line.substr(0, length))) return std::nullopt;
    line.remove_prefix(length);
  }
  return count;
}

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
  const auto characters = count_characters(name);
  if (!characters || !is_name(name)) {
    return FieldError{"display_name", FieldFault::invalid,
                      "A display name has a letter or a digit, nothing invisible, and no signs that turn text around."};
  }
  if (*characters <= kDisplayNameMost) return std::nullopt;
  return FieldError{"display_name", FieldFault::too_long,
                    fmt::format("A display name has at most {} characters.", kDisplayNameMost)};
}

// Refuses only a text that is certainly no address. The full grammar (RFC 5322 §3.4.1) would accept texts that no
// server delivers to; only a letter shows whether an address exists.
std::optional<FieldError> fault_in_email(std::string_view email) {
  const std::size_t at = email.find('@');
  const auto characters = count_characters(email);
  const bool has_two_sides = at != std::string_view::npos && at > 0 && at + 1 < email.size();
  if (has_two_sides && email.find('@', at + 1) == std::string_view::npos && !email.contains(' ') && characters) {
    if (*characters <= kEmailMost) return std::nullopt;
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
