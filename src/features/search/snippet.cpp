// First a window of the text is chosen: it begins some characters before the first match and is at most as long as a
// snippet. Its ends then move to a space near them, or else to the boundary of a grapheme. After that the window is
// split at the ends of the matches in it.
#include <parley/features/search/snippet.hpp>

#include <algorithm>
#include <memory>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

namespace parley {
namespace {

constexpr std::string_view kCut = "\u2026";
constexpr std::size_t kBefore = 60;   // characters shown before the first match
constexpr std::size_t kToSpace = 20;  // characters given up at most for a cut between words

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

// Returns the place so many characters (code points) behind `at`, or the end of the text.
std::size_t forward(std::string_view text, std::size_t at, std::size_t characters) {
  for (; characters > 0 && at < text.size(); --characters) {
    do ++at;
    while (at < text.size() && is_continuation(text[at]));
  }
  return at;
}

// Returns the place so many characters (code points) before `at`, or the beginning of the text.
std::size_t backward(std::string_view text, std::size_t at, std::size_t characters) {
  for (; characters > 0 && at > 0; --characters) {
    do --at;
    while (at > 0 && is_continuation(text[at]));
  }
  return at;
}

bool is_space(char byte) { return byte == ' ' || byte == '\n' || byte == '\t'; }

// Finds the boundaries of graphemes, which are what a reader takes for one character (Unicode Standard Annex 29).
class Graphemes {
 public:
  explicit Graphemes(std::string_view text) : size_(text.size()) {
    UErrorCode status = U_ZERO_ERROR;
    text_.reset(::utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
    iterator_.reset(::ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status));
    if (U_SUCCESS(status)) ::ubrk_setUText(iterator_.get(), text_.get(), &status);
  }

  std::size_t boundary_from(std::size_t at) const {
    if (at >= size_ || is_boundary(at)) return at;
    const std::int32_t found = ::ubrk_following(iterator_.get(), static_cast<std::int32_t>(at));
    return found == UBRK_DONE ? size_ : static_cast<std::size_t>(found);
  }

  std::size_t boundary_up_to(std::size_t at) const {
    if (at >= size_ || is_boundary(at)) return at;
    const std::int32_t found = ::ubrk_preceding(iterator_.get(), static_cast<std::int32_t>(at));
    return found == UBRK_DONE ? 0 : static_cast<std::size_t>(found);
  }

 private:
  bool is_boundary(std::size_t at) const {
    return ::ubrk_isBoundary(iterator_.get(), static_cast<std::int32_t>(at)) != 0;
  }

  std::size_t size_;
  std::unique_ptr<UText, decltype(&::utext_close)> text_{nullptr, &::utext_close};
  std::unique_ptr<UBreakIterator, decltype(&::ubrk_close)> iterator_{nullptr, &::ubrk_close};
};

TextRange choose_window(std::string_view text, const TextRange& first) {
  if (forward(text, 0, kSnippetCharacters) == text.size()) return {0, text.size()};
  const Graphemes graphemes(text);

  std::size_t begin = backward(text, first.begin, kBefore);
  if (begin > 0) {
    const std::size_t limit = std::min(forward(text, begin, kToSpace), first.begin);
    const auto* const space = std::find_if(text.data() + begin, text.data() + limit, is_space);
    const auto at = static_cast<std::size_t>(space - text.data());
    begin = std::min(at < limit ? at + 1 : graphemes.boundary_from(begin), first.begin);
    begin = graphemes.boundary_up_to(begin);
  }

  std::size_t end = forward(text, begin, kSnippetCharacters);
  if (end < text.size()) {
    const std::size_t limit = std::max(backward(text, end, kToSpace), std::min(first.end, end));
    std::size_t at = end;
    while (at > limit && !is_space(text[at])) --at;
    end = at > limit ? at : graphemes.boundary_up_to(end);
    // A single grapheme may be longer than the window. It is then left out, because a part of it means something else.
    end = std::max(end, begin);
  }
  return {begin, end};
}

// Adds a piece, or makes the last one longer if it is of the same kind.
void add(std::vector<SnippetPart>& parts, std::string_view text, bool is_match) {
  if (text.empty()) return;
  if (!parts.empty() && parts.back().is_match == is_match) {
    parts.back().text += text;
  } else {
    parts.push_back({std::string(text), is_match});
  }
}

}  // namespace

std::vector<SnippetPart> make_snippet(std::string_view text, std::span<const TextRange> matches) {
  const TextRange window = choose_window(text, matches.empty() ? TextRange{} : matches.front());
  std::vector<SnippetPart> parts;
  if (window.begin > 0) add(parts, kCut, false);
  std::size_t at = window.begin;
  for (const TextRange& match : matches) {
    const std::size_t begin = std::clamp(match.begin, at, window.end);
    const std::size_t end = std::clamp(match.end, at, window.end);
    add(parts, text.substr(at, begin - at), false);
    add(parts, text.substr(begin, end - begin), true);
    at = end;
  }
  add(parts, text.substr(at, window.end - at), false);
  if (window.end < text.size()) add(parts, kCut, false);
  return parts;
}

}  // namespace parley
