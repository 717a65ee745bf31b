// Writes an enumeration's values to the database as words, so that a person can read the tables. A word never changes
// its meaning; a new value gets a new word. The words of an enumeration are a specialisation of kEnumTexts, next to the
// code that reads and writes its rows. Pure; any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <parley/store/failure.hpp>

namespace parley {

// The words, in the order of the enumeration's values.
template <class Enum>
inline constexpr std::array<std::string_view, 0> kEnumTexts{};

// Returns the word of a value.
template <class Enum>
constexpr std::string_view text_of(Enum value) {
  static_assert(!kEnumTexts<Enum>.empty(), "include the header that has the words of this enumeration");
  return kEnumTexts<Enum>.at(static_cast<std::size_t>(std::to_underlying(value)));
}

// Returns the value of a word. Throws StoreFailure for a word that this version does not know.
template <class Enum>
Enum enum_of(std::string_view text) {
  static_assert(!kEnumTexts<Enum>.empty(), "include the header that has the words of this enumeration");
  for (std::size_t i = 0; i < kEnumTexts<Enum>.size(); ++i) {
    if (kEnumTexts<Enum>[i] == text) return static_cast<Enum>(i);
  }
  throw StoreFailure("the database holds an unknown word: " + std::string(text));
}

}  // namespace parley
