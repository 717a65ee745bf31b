// How an enumeration's values are written in the database: as words, so that a person who looks at a table can read it.
// Pure; any thread. A word is for ever; a new value is a new word.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <parley/core/conversation.hpp>
#include <parley/core/user.hpp>
#include <parley/store/transaction.hpp>

namespace parley {

// In the order of the enumeration's values.
template <class Enum>
inline constexpr std::array<std::string_view, 0> kEnumTexts{};
template <>
inline constexpr std::array<std::string_view, 4> kEnumTexts<UserRole>{"user", "agent", "admin", "customer"};
template <>
inline constexpr std::array<std::string_view, 5> kEnumTexts<RevocationReason>{
    "logout", "revoked_by_user", "password_changed", "token_reused", "deactivated"};
template <>
inline constexpr std::array<std::string_view, 3> kEnumTexts<ConversationKind>{"direct", "group", "support"};
template <>
inline constexpr std::array<std::string_view, 3> kEnumTexts<MemberRole>{"member", "moderator", "admin"};
template <>
inline constexpr std::array<std::string_view, 3> kEnumTexts<NotifyLevel>{"all", "mentions", "none"};
template <>
inline constexpr std::array<std::string_view, 2> kEnumTexts<MessageKind>{"text", "system"};

template <class Enum>
constexpr std::string_view text_of(Enum value) {
  return kEnumTexts<Enum>.at(static_cast<std::size_t>(std::to_underlying(value)));
}

// Throws StoreFailure for a word that no version of this program up to this one wrote.
template <class Enum>
Enum enum_of(std::string_view text) {
  for (std::size_t i = 0; i < kEnumTexts<Enum>.size(); ++i) {
    if (kEnumTexts<Enum>[i] == text) return static_cast<Enum>(i);
  }
  throw StoreFailure("the database holds an unknown word: " + std::string(text));
}

}  // namespace parley
