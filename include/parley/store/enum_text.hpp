// How an enumeration's values are written in the database: as words, so that a person who looks at a table can read it.
// Pure; any thread. A word is for ever; a new value is a new word. Each enumeration's words stand beside the rows that
// hold it, as a specialisation of kEnumTexts.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <parley/store/failure.hpp>

namespace parley {

// In the order of the enumeration's values.
template <class Enum>
inline constexpr std::array<std::string_view, 0> kEnumTexts{};

template <class Enum>
constexpr std::string_view text_of(Enum value) {
  static_assert(!kEnumTexts<Enum>.empty(), "include the header that has the words of this enumeration");
  return kEnumTexts<Enum>.at(static_cast<std::size_t>(std::to_underlying(value)));
}

// Throws StoreFailure for a word that no version of this program up to this one wrote.
template <class Enum>
Enum enum_of(std::string_view text) {
  static_assert(!kEnumTexts<Enum>.empty(), "include the header that has the words of this enumeration");
  for (std::size_t i = 0; i < kEnumTexts<Enum>.size(); ++i) {
    if (kEnumTexts<Enum>[i] == text) return static_cast<Enum>(i);
  }
  throw StoreFailure("the database holds an unknown word: " + std::string(text));
}

}  // namespace parley
