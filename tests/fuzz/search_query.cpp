// For any query and any message: the matches lie within the text, ascend and contain the terms that the index is asked
// for, and the snippet consists of the text. The first line is the query, the rest is the message.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <parley/features/search/snippet.hpp>
#include <parley/protocol/utf8.hpp>

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

bool is_there(const std::vector<std::string>& there, const parley::SearchTerm& wanted) {
  return std::ranges::any_of(there, [&](const std::string& term) {
    return wanted.is_prefix ? term.starts_with(wanted.text) : term == wanted.text;
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (!parley::is_utf8(input)) return 0;
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view text = input.substr(std::min(line + 1, input.size()));
  const parley::SearchQuery query(input.substr(0, line));
  const auto ranges = query.find_in(text);
  if (!ranges) return 0;

  std::size_t end = 0;
  for (const auto& range : *ranges) {
    expect(range.begin >= end && range.begin < range.end && range.end <= text.size());
    end = range.end;
  }
  const auto there = parley::search_terms(parley::search_tokens(text));
  for (const auto& term : query.terms()) expect(is_there(there, term));
  for (const auto& part : parley::make_snippet(text, *ranges)) {
    expect(!part.text.empty() && parley::is_utf8(part.text));
  }
  return 0;
}
