#include <parley/protocol/visible_text.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <utility>
#include <vector>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <parley/protocol/utf8.hpp>

namespace parley {
namespace {

constexpr UChar32 kZeroWidthNonJoiner = 0x200C;
constexpr UChar32 kZeroWidthJoiner = 0x200D;
constexpr UChar32 kEmojiPresentation = 0xFE0F;
// Symbols by their properties, and yet nothing is drawn: the blank of Braille, the place of an object that is missing,
// and a note without a head.
constexpr std::array<UChar32, 3> kBlankSymbols{0x2800, 0xFFFC, 0x1D159};
constexpr int kMarksInARow = 2;

// Returns the character at this place and moves the place behind it. Returns a negative number for bytes that are no
// character.
UChar32 next_character(std::string_view text, std::int32_t& at) {
  UChar32 character = 0;
  // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): the macro of ICU moves the place.
  U8_NEXT(text.data(), at, static_cast<std::int32_t>(text.size()), character);
  return character;
}

std::vector<UChar32> characters_of(std::string_view text) {
  std::vector<UChar32> characters;
  for (std::int32_t at = 0; std::cmp_less(at, text.size());) characters.push_back(next_character(text, at));
  return characters;
}

bool is_space(UChar32 character) { return ::u_isUWhiteSpace(character) != 0; }

bool is_drawn(UChar32 character) {
  return ::u_isgraph(character) != 0 && ::u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) == 0 &&
         std::ranges::find(kBlankSymbols, character) == kBlankSymbols.end();
}

bool is_mark(UChar32 character) {
  const auto category = ::u_charType(character);
  return category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK;
}

bool is_emoji(UChar32 character) { return ::u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC) != 0; }

bool is_joiner(UChar32 character) { return character == kZeroWidthJoiner || character == kZeroWidthNonJoiner; }

// Returns whether a character that draws nothing itself is needed at this place: it is a joiner between two characters
// that are drawn, or it selects the coloured form of the emoji before it.
bool is_needed(const std::vector<UChar32>& characters, std::size_t at) {
  if (at == 0) return false;
  const UChar32 before = characters[at - 1];
  if (characters[at] == kEmojiPresentation) return is_emoji(before) || ::u_isdigit(before) != 0;
  const bool follows_something = is_drawn(before) || before == kEmojiPresentation;
  return is_joiner(characters[at]) && follows_something && at + 1 < characters.size() && is_drawn(characters[at + 1]);
}

// The plain space and the ideographic space are the only ones that people type in names.
bool is_permitted_space(UChar32 character) { return character == ' ' || character == 0x3000; }

}  // namespace

bool shows_something(std::string_view text) {
  for (std::int32_t at = 0; std::cmp_less(at, text.size());) {
    if (is_drawn(next_character(text, at))) return true;
  }
  return false;
}

bool hides_nothing(std::string_view text) {
  const std::vector<UChar32> characters = characters_of(text);
  int marks = 0;
  for (std::size_t at = 0; at < characters.size(); ++at) {
    const UChar32 character = characters[at];
    marks = is_mark(character) ? marks + 1 : 0;
    const bool is_permitted =
        is_space(character) ? is_permitted_space(character) : is_drawn(character) || is_needed(characters, at);
    if (!is_permitted || marks > kMarksInARow) return false;
  }
  return true;
}

bool is_name(std::string_view text) {
  const auto is_letter = [](UChar32 character) { return ::u_isalnum(character) != 0; };
  return hides_nothing(text) && std::ranges::any_of(characters_of(text), is_letter);
}

std::string nfc(std::string_view text) {
  if (!is_utf8(text)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
  assert(U_SUCCESS(status));
  std::string normalized;
  icu::StringByteSink<std::string> sink(&normalized);
  normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr,
                            status);
  return U_SUCCESS(status) ? normalized : std::string(text);
}

}  // namespace parley
