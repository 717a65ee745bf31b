// A query is a list of patterns, and a text has to contain each of them. Quotation marks alternately open and close a
// phrase, which is one pattern. Outside of phrases each word is a pattern, and so are the signs of one row.
#include <parley/features/search/search_query.hpp>

#include <algorithm>
#include <array>

namespace parley {
namespace {

// A word of one character would be the beginning of too many words.
constexpr std::ptrdiff_t kLeastPrefix = 2;

// Telephones replace the quotation marks that a user types by typographic ones.
constexpr std::array<std::string_view, 4> kQuotationMarks = {"\"", "\u201c", "\u201d", "\u201e"};

std::ptrdiff_t count_characters_of(std::string_view utf8) {
  return std::ranges::count_if(utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; });
}

// A quotation mark in a text.
struct Mark {
  std::size_t at = std::string_view::npos;
  std::size_t size = 0;
};

Mark find_mark(std::string_view text) {
  Mark first;
  for (const std::string_view mark : kQuotationMarks) {
    const std::size_t at = text.find(mark);
    if (at < first.at) first = {at, mark.size()};
  }
  return first;
}

// Sorts the ranges and joins those that touch or overlap.
std::vector<TextRange> merged(std::vector<TextRange> ranges) {
  std::ranges::sort(ranges, {}, [](const TextRange& range) { return std::pair(range.begin, range.end); });
  std::vector<TextRange> apart;
  for (const TextRange& range : ranges) {
    if (apart.empty() || apart.back().end < range.begin) {
      apart.push_back(range);
    } else {
      apart.back().end = std::max(apart.back().end, range.end);
    }
  }
  return apart;
}

}  // namespace

SearchQuery::SearchQuery(std::string_view text) {
  bool is_quoted = false;
  std::size_t finished = 0;  // patterns that closing quotation marks have ended
  for (;;) {
    const Mark mark = find_mark(text);
    const std::string_view part = text.substr(0, mark.at);
    is_quoted ? add(search_tokens(part)) : add_words(part);
    if (mark.size == 0) break;
    if (is_quoted) finished = patterns_.size();
    text.remove_prefix(mark.at + mark.size);
    is_quoted = !is_quoted;
  }
  // The last word is unfinished, unless a closing quotation mark has ended it.
  if (patterns_.size() > finished) {
    const SearchToken& last = patterns_.back().tokens.back();
    patterns_.back().is_prefix = !last.is_sign && count_characters_of(last.text) >= kLeastPrefix;
  }
  // A word that is repeated asks for nothing more.
  for (auto at = patterns_.begin(); at != patterns_.end();) {
    at = std::find(patterns_.begin(), at, *at) != at ? patterns_.erase(at) : std::next(at);
  }
}

// Adds each word as a pattern, and signs that follow each other as one pattern.
void SearchQuery::add_words(std::string_view text) {
  const auto all = search_tokens(text);
  for (std::span<const SearchToken> tokens = all; !tokens.empty();) {
    std::size_t count = 1;
    const bool is_row = tokens.front().is_sign;
    while (is_row && count < tokens.size() && tokens[count].is_sign && tokens[count].is_glued) ++count;
    add(tokens.first(count));
    tokens = tokens.subspan(count);
  }
}

void SearchQuery::add(std::span<const SearchToken> tokens) {
  if (tokens.empty()) return;
  Pattern pattern{{tokens.begin(), tokens.end()}, false};
  // Two patterns are equal if they have the same tokens, wherever these stand in the query.
  for (SearchToken& token : pattern.tokens) token.begin = token.end = 0;
  pattern.tokens.front().is_glued = false;
  patterns_.push_back(std::move(pattern));
}

std::vector<SearchTerm> SearchQuery::terms() const {
  std::vector<SearchTerm> terms;
  for (const Pattern& pattern : patterns_) {
    for (std::span<const SearchToken> tokens = pattern.tokens; !tokens.empty();) {
      if (!tokens.front().is_sign) {
        terms.push_back({tokens.front().text, pattern.is_prefix && tokens.size() == 1});
        tokens = tokens.subspan(1);
        continue;
      }
      std::size_t count = 1;
      while (count < tokens.size() && tokens[count].is_sign && tokens[count].is_glued) ++count;
      for (std::string& term : terms_of_signs(tokens.first(count))) terms.push_back({std::move(term), false});
      tokens = tokens.subspan(count);
    }
  }
  std::ranges::sort(terms);
  terms.erase(std::ranges::unique(terms).begin(), terms.end());
  return terms;
}

// Returns whether the tokens of a text begin with this pattern.
bool SearchQuery::fits(const Pattern& pattern, std::span<const SearchToken> tokens) {
  const std::size_t count = pattern.tokens.size();
  if (tokens.size() < count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const SearchToken& wanted = pattern.tokens[i];
    const SearchToken& found = tokens[i];
    if (wanted.is_sign != found.is_sign) return false;
    const bool may_go_on = pattern.is_prefix && i + 1 == count;
    if (may_go_on ? !found.text.starts_with(wanted.text) : found.text != wanted.text) return false;
    // Signs that stand in a row in the query have to stand in a row in the text.
    const bool is_row = i > 0 && wanted.is_glued && wanted.is_sign && pattern.tokens[i - 1].is_sign;
    if (is_row && !found.is_glued) return false;
  }
  return true;
}

std::optional<std::vector<TextRange>> SearchQuery::find_in(std::string_view text) const {
  std::vector<TextRange> ranges;
  const auto tokens = search_tokens(text);
  for (const Pattern& pattern : patterns_) {
    const std::size_t before = ranges.size();
    for (std::size_t at = 0; at < tokens.size(); ++at) {
      if (!fits(pattern, std::span(tokens).subspan(at))) continue;
      for (std::size_t i = 0; i < pattern.tokens.size(); ++i) {
        ranges.push_back({tokens[at + i].begin, tokens[at + i].end});
      }
    }
    if (ranges.size() == before) return std::nullopt;
  }
  return merged(std::move(ranges));
}

}  // namespace parley
