// People, as they are looked for: by the beginning of a username or of words of the display name. As a transaction sees
// them; belongs to the thread that runs the transaction. A database that fails throws StoreFailure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/core/user.hpp>
#include <parley/store/sql.hpp>

namespace parley {

class PeopleStore {
 public:
  explicit PeopleStore(SqlConnection& connection) : connection_(connection) {}

  // Active users whose usernames begin so, in any case, ascending by username.
  std::vector<User> search(std::string_view username_prefix, std::size_t limit);
  // Active users who have, for each of these beginnings, a word that begins so; by the word that begins as the first of
  // these does.
  std::vector<User> search_words(std::span<const std::string> beginnings, std::size_t limit);
  // The words that a user is found by from now on, each once, made of the display name that the user has now.
  void set_words(const User& user, std::span<const std::string> words);
  // Users whose words were not made of the display name that they have. Holds them as UserStore::lock does, leaving out
  // those that somebody else holds.
  std::vector<User> without_words(std::size_t limit);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
