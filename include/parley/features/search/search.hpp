// The service that finds messages by their text, among those that the caller may read by paging. The store finds
// candidates by their terms. Whether a candidate has what was asked for is decided here, by its text as it is now. So
// both databases give the same results, and an index that is behind never shows a text that was edited or deleted. The
// search module owns the service; any loop may call it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/search/types.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct SearchHit {
  Message message;
  std::vector<SnippetPart> snippet;
};

struct SearchPage {
  std::vector<SearchHit> hits;  // the newest first
  // The place behind which the next page begins; nothing on the last page. The cost of a page is bounded, so a page may
  // be short or empty and yet not be the last.
  std::optional<SearchPosition> next;
};

class Search {
 public:
  Search(Database& database, const Limits& limits) : database_(database), limits_(limits) {}

  // Returns at most `limit` messages, of limits.page_bytes, that have everything in `text` (see SearchQuery) and pass
  // the filter, from the one behind `before` on. Errors: invalid_request if both the text and the filter are empty;
  // not_found or forbidden if the filter names a conversation that the caller may not read.
  Task<SearchPage> find(Caller caller, std::string text, SearchFilter filter, std::optional<SearchPosition> before,
                        std::size_t limit);

 private:
  Database& database_;
  const Limits& limits_;
};

}  // namespace parley
