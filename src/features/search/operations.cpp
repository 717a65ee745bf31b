#include <parley/features/operations.hpp>

#include <parley/features/search/fields.hpp>
#include <parley/protocol/cursor.hpp>

namespace parley {
namespace {

Task<SearchResults> search(Search& service, Caller caller, SearchRequest request) {
  std::optional<SearchPosition> before;
  if (request.cursor) {
    before = decode_search_cursor(request.cursor->value);
    if (!before) co_return fail_field("cursor", "invalid", "This is no cursor of a search.");
  }
  const SearchFilter filter{.conversation = request.conversation,
                            .sender = request.sender,
                            .from = request.after,
                            .until = request.before,
                            .mentions_reader = request.mentions_me};
  auto page = co_await service.find(caller, std::move(request.q.value), filter, before,
                                    static_cast<std::size_t>(request.limit));
  if (!page) co_return std::unexpected(std::move(page.error()));
  SearchResults results;
  for (SearchHit& hit : page->hits) results.hits.push_back({std::move(hit.message), std::move(hit.snippet)});
  if (page->next) results.next = encode_search_cursor(*page->next);
  co_return results;
}

}  // namespace

void add_search_operations(OperationTable& table) {
  table.add<SearchRequest, SearchResults>(
      {.name = "search",
       .summary = "Find messages by their words, in all the conversations that the caller may read.",
       .path = "/search"},
      [](const Services& services, RequestContext& context, SearchRequest request) {
        return search(services.search, context.caller(), std::move(request));
      });
}

}  // namespace parley
