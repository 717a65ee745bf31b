// Full-text search over what the caller may read by paging. The store finds candidates by their terms; whether a
// message has what was asked for is decided here, by its text as it is now, so that every store gives the same and an
// index that is behind shows nothing that is no longer said. Owned by the composition root, asked from any loop.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
  // Where to go on; nothing where there is no more. The cost of a page is bounded, so that a page may be short, or
  // empty, and yet not be the last.
  std::optional<SearchPosition> next;
};

class Search {
 public:
  explicit Search(Database& database) : database_(database) {}

  // Messages with everything in `text` (see SearchQuery) that pass the filter. Errors: invalid_request where there is
  // neither, and those of Conversations for the conversation in the filter.
  Task<SearchPage> find(Caller caller, std::string text, SearchFilter filter, std::optional<SearchPosition> before,
                        std::size_t limit);

 private:
  Database& database_;
};

}  // namespace parley
