#include <parley/features/search/operations.hpp>

#include <algorithm>

#include <parley/features/search/fields.hpp>
#include <parley/features/search/search.hpp>
#include <parley/features/search/search_query.hpp>
#include <parley/protocol/cursor.hpp>

namespace parley {
namespace {

Task<SearchResults> search(Search& service, Caller caller, SearchRequest request) {
  // The cursor is the place of the last hit of the page before.
  std::optional<SearchPosition> before;
  if (request.cursor) {
    const PlaceCursor& place = *request.cursor;
    before = SearchPosition{place.position, ConversationId(place.id), Seq(place.number)};
  }
  const SearchFilter filter{.conversation = request.conversation,
                            .sender = request.sender,
                            .from = request.after,
                            .until = request.before,
                            .mentions_reader = request.mentions_me};
  auto page = CO_TRY(co_await service.find(caller, std::move(request.q.value), filter, before,
                                           static_cast<std::size_t>(request.limit)));
  SearchResults results;
  for (SearchHit& hit : page.hits) results.hits.push_back({std::move(hit.message), std::move(hit.snippet)});
  if (page.next) {
    const SearchPosition& next = *page.next;
    results.next = encode_cursor(PlaceCursor{next.position, next.conversation.uuid(), next.seq.value()});
  }
  co_return results;
}

}  // namespace

double SearchRequest::weight() const {
  const std::size_t terms = SearchQuery(q.value).terms().size();
  return 2 + 2 * static_cast<double>(std::max<std::size_t>(terms, 1));
}

void add_search_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  // clang-format off
  table.add({
    {"search", user, get, "/search", 200,
     handle<SearchRequest, SearchResults>(search), "Find messages by their words, wherever the caller may read."},
  });
  // clang-format on
}

}  // namespace parley
