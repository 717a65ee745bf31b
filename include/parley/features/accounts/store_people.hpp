// Finds users by the beginning of the username or of words of their names, and keeps these words. A store belongs to a
// transaction and to the thread that runs it. It throws StoreFailure if the database fails.
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

  // Returns active users whose username begins with the text, without regard to case, ascending by username.
  std::vector<User> search(std::string_view username_prefix, std::size_t limit);
  // Returns active users who have, for each of these beginnings, a word that begins with it. They are ascending by the
  // word that begins with the first of them, or with a rare one if the first is common.
  // REQUIRES: `beginnings` is not empty.
  std::vector<User> search_words(std::span<const std::string> beginnings, std::size_t limit);
  // Replaces the words by which the user is found, and notes the display name that they were made from.
  // REQUIRES: each word stands once, and `user` is the user as stored.
  void set_words(const User& user, std::span<const std::string> words);
  // Returns users whose words were not made from their present display name, ascending by id, and locks them as
  // UserStore::lock does. Leaves out users that another transaction has locked.
  std::vector<User> without_words(std::size_t limit);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
