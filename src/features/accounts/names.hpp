// The words by which people are found: the words of username and display name (features/search/search_text.hpp). Steps
// of a transaction, on the thread that runs it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <parley/core/user.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Stores the words of a user. Code that adds a user or changes a display name calls it in the same transaction.
void index_names(Transaction& tx, const User& user);

// Returns the words of a search text, the longest first. A user who is found has for each of them a word that begins
// with it. The longest one selects the fewest users, so that the database begins with it. The result is empty if the
// text contains no word.
std::vector<std::string> beginnings_of(std::string_view text);

}  // namespace parley
