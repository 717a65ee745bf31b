#include <algorithm>
#include <functional>

#include <parley/features/accounts/store_people.hpp>
#include <parley/features/search/search_text.hpp>

#include "features/accounts/names.hpp"

namespace parley {
namespace {

std::vector<std::string> words_of(std::string_view text) { return search_terms(search_tokens(text)); }

}  // namespace

void index_names(Transaction& tx, const User& user) {
  tx.store<PeopleStore>().set_words(user, words_of(user.display_name + ' ' + user.username));
}

std::vector<std::string> beginnings_of(std::string_view text) {
  std::vector<std::string> words = words_of(text);
  std::ranges::sort(words, std::greater(), &std::string::size);
  return words;
}

}  // namespace parley
