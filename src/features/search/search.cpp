// A page is put together from stretches of candidates that the store finds by their terms. A candidate is a hit if its
// text, as it is now, has everything that the query asks for. The number of stretches for one page is bounded, so a
// page may be short or empty and yet not be the last.
#include <parley/features/search/search.hpp>

#include <algorithm>

#include <parley/core/policy.hpp>
#include <parley/core/wire_bytes.hpp>
#include <parley/features/search/store.hpp>

#include "core/membership.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostStretches = 8;  // that one page asks the store for
constexpr std::size_t kCandidates = 50;    // that one stretch has at least, unless the store has no more

// What one page has at most.
struct PageSize {
  std::size_t items;
  std::size_t bytes;
};

// Puts one page together. It lives for one transaction.
class PageSearch {
 public:
  PageSearch(Transaction& tx, UserId reader, const SearchQuery& query, const SearchFilter& filter, PageSize most)
      : tx_(tx), query_(query), most_(most) {
    lookup_ = {.reader = reader, .terms = query.terms(), .filter = filter, .before = std::nullopt};
  }

  SearchPage run(std::optional<SearchPosition> before) && {
    lookup_.before = before;
    const std::size_t candidates = std::max(most_.items + 1, kCandidates);
    for (std::size_t stretch = 0; stretch < kMostStretches; ++stretch) {
      SearchStretch found = tx_.store<SearchStore>().find(lookup_, candidates);
      for (SearchCandidate& candidate : found.candidates) {
        if (!take(candidate)) return std::move(page_);
      }
      lookup_.before = found.next;
      if (!found.next) break;
    }
    page_.next = lookup_.before;
    return std::move(page_);
  }

 private:
  // Adds the candidate to the page if it is a hit. Returns false if the page is full: the candidate belongs to the
  // next.
  bool take(SearchCandidate& candidate) {
    if (!policy::may_find(candidate.message, candidate.first_visible)) return true;
    const auto matches = query_.find_in(candidate.message.content.search_text());
    if (!matches || (lookup_.filter.mentions_reader && !calls_reader(candidate.message))) return true;
    const std::size_t bytes = wire_bytes(candidate.message);
    if (page_.hits.size() == most_.items || (!page_.hits.empty() && bytes_ + bytes > most_.bytes)) {
      page_.next = last_;
      return false;
    }
    bytes_ += bytes;
    auto snippet = make_snippet(candidate.message.content.search_text(), *matches);
    page_.hits.push_back({std::move(candidate.message), std::move(snippet)});
    last_ = candidate.place;
    return true;
  }

  bool calls_reader(const Message& message) const {
    return message.mentions_all || std::ranges::find(message.mentions, lookup_.reader) != message.mentions.end();
  }

  Transaction& tx_;
  const SearchQuery& query_;
  const PageSize most_;
  SearchLookup lookup_;
  SearchPage page_;
  std::size_t bytes_ = 0;  // size of the hits on the page
  SearchPosition last_;  // the place of the last hit
};

Result<SearchPage> search(Transaction& tx, UserId reader, const SearchQuery& query, const SearchFilter& filter,
                          std::optional<SearchPosition> before, PageSize most) {
  if (filter.conversation) {
    TRY(find_membership(tx, *filter.conversation, reader));
  }
  return PageSearch(tx, reader, query, filter, most).run(before);
}

bool is_blank(std::string_view text) { return text.find_first_not_of(' ') == std::string_view::npos; }

}  // namespace

Task<SearchPage> Search::find(Caller caller, std::string text, SearchFilter filter,
                              std::optional<SearchPosition> before, std::size_t limit) {
  const bool is_asked = !is_blank(text);
  if (!is_asked && filter.is_empty())
    co_return fail_field("q", FieldFault::required, "Give a text, or something else.");
  SearchQuery query(text);
  // A text of nothing but punctuation has no words, and is found in no message.
  if (is_asked && query.is_empty()) co_return SearchPage{};
  co_return co_await database_.read(
      [reader = caller.user, query = std::move(query), filter, before, most = PageSize{limit, limits_.page_bytes}](
          Transaction& tx) { return search(tx, reader, query, filter, before, most); },
      caller.user);
}

}  // namespace parley
