// The text is read in segments: characters that normalization has to look at together, such as a letter and the accents
// that follow it. ASCII, which is most text, takes a shorter way. Every other segment is folded and then decomposed,
// and each character of the result extends a word, is a sign, separates tokens, or is dropped (ICU knows the properties
// of characters).
#include <parley/features/search/search_text.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

namespace parley {
namespace {

constexpr std::size_t kWordCharacters = 64;  // kept of a longer word
constexpr std::size_t kGram = 3;  // the signs of the longest term

constexpr UChar32 kLongSound = 0x30FC;  // ー belongs to both kana, so its script is "common"
constexpr UChar32 kVoiced = 0x3099;  // this mark and the next one turn a kana into another kana
constexpr UChar32 kHalfVoiced = 0x309A;

const UNormalizer2* casefolding() {
  UErrorCode status = U_ZERO_ERROR;
  return ::unorm2_getNFKCCasefoldInstance(&status);
}

const UNormalizer2* decomposition() {
  UErrorCode status = U_ZERO_ERROR;
  return ::unorm2_getNFDInstance(&status);
}

UScriptCode script_of(UChar32 character) {
  UErrorCode status = U_ZERO_ERROR;
  return ::uscript_getScript(character, &status);
}

// Returns whether the character is a mark that a search ignores. Marks that several scripts share (U+0301, for example)
// have the script "inherited".
bool is_accent(UChar32 character) {
  const auto category = U_GET_GC_MASK(character);
  if ((category & (U_GC_MN_MASK | U_GC_ME_MASK)) == 0 || character == kVoiced || character == kHalfVoiced) return false;
  const UScriptCode script = script_of(character);
  return script == USCRIPT_INHERITED || script == USCRIPT_HEBREW || script == USCRIPT_CYRILLIC;
}

// How a character is treated: it is dropped, it separates tokens, it belongs to a word, or it is a sign.
enum class Kind { nothing, separator, word, sign };

// Hangul is among them: Korean has spaces, but a search for a word would miss its forms with endings.
bool is_written_without_spaces(UChar32 character) {
  static constexpr std::array kScripts = {USCRIPT_HAN,    USCRIPT_HIRAGANA, USCRIPT_KATAKANA,
                                          USCRIPT_HANGUL, USCRIPT_BOPOMOFO, USCRIPT_THAI,
                                          USCRIPT_LAO,    USCRIPT_KHMER,    USCRIPT_MYANMAR};
  return character == kLongSound || std::ranges::find(kScripts, script_of(character)) != kScripts.end();
}

Kind kind_of(UChar32 character) {
  constexpr auto kLetters = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
  const auto category = U_GET_GC_MASK(character);
  if ((category & kLetters) != 0) return is_written_without_spaces(character) ? Kind::sign : Kind::word;
  if ((category & U_GC_SO_MASK) != 0) return Kind::sign;
  if (::u_hasBinaryProperty(character, UCHAR_EMOJI_MODIFIER) != 0) return Kind::nothing;
  return Kind::separator;
}

void append(std::string& text, UChar32 character) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, character);
  text.append(bytes.data(), static_cast<std::size_t>(length));
}

// Returns the character that begins at `at`, and moves `at` to the one behind it.
UChar32 next_character(std::string_view text, std::int32_t& at) {
  const auto size = static_cast<std::int32_t>(text.size());
  UChar32 character = 0;
  U8_NEXT_OR_FFFD(text.data(), at, size, character);  // NOLINT(bugprone-inc-dec-in-conditions): inside of the macro
  return character;
}

// Collects the tokens of one text. It lives for one call.
class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<SearchToken> run() && {
    for (std::int32_t at = 0; std::cmp_less(at, text_.size());) {
      const std::int32_t begin = at;
      const UChar32 character = next_character(text_, at);
      at = end_of_segment(at);
      place_ = {static_cast<std::size_t>(begin), static_cast<std::size_t>(at)};
      const bool is_plain = character < 0x80 && at == begin + 1;
      is_plain ? take_ascii(static_cast<char>(character)) : take_segment();
    }
    return std::move(tokens_);
  }

 private:
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  // Returns the end of the segment: the next character whose normalization does not depend on what stands before it.
  std::int32_t end_of_segment(std::int32_t at) const {
    while (std::cmp_less(at, text_.size())) {
      std::int32_t next = at;
      const UChar32 character = next_character(text_, next);
      if (character < 0x80 || ::unorm2_hasBoundaryBefore(casefolding_, character) != 0) break;
      at = next;
    }
    return at;
  }

  void take_ascii(char character) {
    const bool is_upper = character >= 'A' && character <= 'Z';
    const bool is_letter = is_upper || (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    is_letter ? add_to_word(is_upper ? character - 'A' + 'a' : character) : separate();
  }

  // Folds the segment and takes each character of the result.
  void take_segment() {
    const std::string_view segment = text_.substr(place_.begin, place_.end - place_.begin);
    // A text has no more units in UTF-16 than bytes in UTF-8. NFKC_Casefold turns one unit into at most 18 (U+FDFA).
    wide_.resize(segment.size());
    folded_.resize(segment.size() * 18 + 1);
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t length = 0;
    ::u_strFromUTF8WithSub(wide_.data(), static_cast<std::int32_t>(wide_.size()), &length, segment.data(),
                           static_cast<std::int32_t>(segment.size()), 0xFFFD, nullptr, &status);
    length = ::unorm2_normalize(casefolding_, wide_.data(), length, folded_.data(),
                                static_cast<std::int32_t>(folded_.size()), &status);
    assert(U_SUCCESS(status));
    for (std::int32_t at = 0; at < length;) {
      UChar32 character = 0;
      U16_NEXT(folded_.data(), at, length, character);
      take_apart(character);
    }
  }

  // Decomposes a folded character. Hangul and kana stay whole: their parts are letters and no accents.
  void take_apart(UChar32 character) {
    const UScriptCode script = script_of(character);
    const bool is_whole = script == USCRIPT_HANGUL || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
    std::array<UChar, 32> parts{};
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t length =
        is_whole ? -1 : ::unorm2_getDecomposition(decomposition_, character, parts.data(), parts.size(), &status);
    if (length < 0) return take(character);
    for (std::int32_t at = 0; at < length;) {
      UChar32 part = 0;
      U16_NEXT(parts.data(), at, length, part);
      take(part);
    }
  }

  void take(UChar32 character) {
    if (is_accent(character)) return stretch();
    switch (kind_of(character)) {
      case Kind::nothing: return stretch();
      case Kind::separator: return separate();
      case Kind::word: return add_to_word(character);
      case Kind::sign: return add_sign(character);
    }
  }

  void separate() {
    is_in_word_ = false;
    is_glued_ = false;
  }

  // A character that only decorates the token before it makes that token's range longer.
  void stretch() {
    if (is_glued_) tokens_.back().end = place_.end;
  }

  void add_to_word(UChar32 character) {
    if (!is_in_word_) {
      begin_token(false);
      is_in_word_ = true;
      characters_ = 0;
    }
    if (++characters_ <= kWordCharacters) append(tokens_.back().text, character);
    tokens_.back().end = place_.end;
  }

  void add_sign(UChar32 character) {
    is_in_word_ = false;
    begin_token(true);
    append(tokens_.back().text, character);
  }

  void begin_token(bool is_sign) {
    tokens_.push_back(
        {.text = {}, .begin = place_.begin, .end = place_.end, .is_sign = is_sign, .is_glued = is_glued_});
    is_glued_ = true;
  }

  std::string_view text_;
  const UNormalizer2* casefolding_ = casefolding();
  const UNormalizer2* decomposition_ = decomposition();
  std::vector<SearchToken> tokens_;
  std::vector<UChar> wide_;
  std::vector<UChar> folded_;
  Place place_;  // the segment that is being read
  std::size_t characters_ = 0;  // the length of the word so far
  bool is_in_word_ = false;
  bool is_glued_ = false;  // nothing has come since the last token
};

// Returns how many signs follow each other from the first token on. REQUIRES: the first token is a sign.
std::size_t count_row(std::span<const SearchToken> tokens) {
  std::size_t count = 1;
  while (count < tokens.size() && tokens[count].is_sign && tokens[count].is_glued) ++count;
  return count;
}

std::string joined(std::span<const SearchToken> signs) {
  std::string text;
  for (const SearchToken& sign : signs) text += sign.text;
  return text;
}

// Adds a term for each `size` neighbours of the row.
void add_grams(std::vector<std::string>& terms, std::span<const SearchToken> row, std::size_t size) {
  for (std::size_t at = 0; at + size <= row.size(); ++at) terms.push_back(joined(row.subspan(at, size)));
}

}  // namespace

std::vector<SearchToken> search_tokens(std::string_view utf8) { return Tokenizer(utf8).run(); }

std::vector<std::string> search_terms(std::span<const SearchToken> tokens) {
  std::vector<std::string> terms;
  while (!tokens.empty()) {
    const std::size_t count = tokens.front().is_sign ? count_row(tokens) : 1;
    if (tokens.front().is_sign) {
      for (std::size_t size = 1; size <= kGram; ++size) add_grams(terms, tokens.first(count), size);
    } else {
      terms.push_back(tokens.front().text);
    }
    tokens = tokens.subspan(count);
  }
  std::ranges::sort(terms);
  terms.erase(std::ranges::unique(terms).begin(), terms.end());
  return terms;
}

std::vector<std::string> terms_of_signs(std::span<const SearchToken> signs) {
  std::vector<std::string> terms;
  add_grams(terms, signs, std::min(signs.size(), kGram));
  return terms;
}

}  // namespace parley
