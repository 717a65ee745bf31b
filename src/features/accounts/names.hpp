// What people are found by: the words of their two names (features/search/search_text.hpp). Steps of a transaction, on
// the thread that runs it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <parley/core/user.hpp>
#include <parley/store/database.hpp>

namespace parley {

// For whoever adds a user or changes a display name.
void index_names(Transaction& tx, const User& user);

// What has to begin a word of somebody's who is looked for by this, the longest first: fewest begin as it does. Empty
// where the text holds no word.
std::vector<std::string> beginnings_of(std::string_view text);

}  // namespace parley
