// ICU has the rules and the data of Unicode. This file only finds where to cut, and which form of an emoji to look up.
#include <parley/core/graphemes.hpp>

#include <memory>
#include <stdexcept>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

namespace parley {
namespace {

constexpr std::size_t kLongestEmoji = 64;  // bytes
constexpr UChar32 kEmojiPresentation = 0xFE0F;

// Returns the thread's own iterator. Creating one is slow, because ICU reads its rules then.
icu::BreakIterator& graphemes() {
  thread_local const std::unique_ptr<icu::BreakIterator> iterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    auto* made = icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no rules for graphemes");
    return std::unique_ptr<icu::BreakIterator>(made);
  }();
  return *iterator;
}

// Returns the offset at which the first `characters` code points end. In UTF-8, every byte that does not have the form
// 10xxxxxx begins a code point (RFC 3629 §3).
std::size_t end_of(std::string_view text, std::size_t characters) {
  const auto begins_one = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80; };
  std::size_t begun = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (begins_one(text[at]) && ++begun > characters) return at;
  }
  return text.size();
}

bool is_emoji(const icu::UnicodeString& text) {
  return u_stringHasBinaryProperty(text.getBuffer(), text.length(), UCHAR_RGI_EMOJI) != 0;
}

bool is_skin_tone(UChar32 character) { return u_hasBinaryProperty(character, UCHAR_EMOJI_MODIFIER) != 0; }

// Returns the text with the variation selector U+FE0F after each character that is shown as text without it, which
// makes an emoji fully qualified (Unicode Technical Standard 51, ED-18).
icu::UnicodeString qualified(const icu::UnicodeString& text) {
  icu::UnicodeString whole;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 character = text.char32At(at);
    if (character == kEmojiPresentation) continue;
    whole.append(character);
    const std::int32_t next = text.moveIndex32(at, 1);
    const bool has_tone = next < text.length() && is_skin_tone(text.char32At(next));
    const bool is_text_by_itself = u_hasBinaryProperty(character, UCHAR_EMOJI) != 0 &&
                                   u_hasBinaryProperty(character, UCHAR_EMOJI_PRESENTATION) == 0;
    if (is_text_by_itself && !has_tone) whole.append(kEmojiPresentation);
  }
  return whole;
}

}  // namespace

std::string_view beginning_of(std::string_view text, std::size_t characters) {
  const std::size_t end = end_of(text, characters);
  if (end == text.size()) return text;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> whole(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), utext_close);
  graphemes().setText(whole.get(), status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot read a text");
  const auto at = static_cast<std::int32_t>(end);
  return text.substr(0, static_cast<std::size_t>(graphemes().isBoundary(at) ? at : graphemes().preceding(at)));
}

// The fully qualified form is tried first. The text as it was written is tried second, for emoji that have no
// selector in a place where qualified() puts one.
std::optional<std::string> emoji_of(std::string_view text) {
  if (text.empty() || text.size() > kLongestEmoji) return std::nullopt;
  const auto written = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  const icu::UnicodeString whole = qualified(written);
  std::string emoji;
  if (is_emoji(whole)) return whole.toUTF8String(emoji);
  if (is_emoji(written)) return written.toUTF8String(emoji);
  return std::nullopt;
}

}  // namespace parley
