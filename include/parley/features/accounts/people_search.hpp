// Finds people by their names. The accounts module owns it; any loop may call it.
#pragma once

#include <string>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/user.hpp>
#include <parley/store/database.hpp>

namespace parley {

class PeopleSearch {
 public:
  explicit PeopleSearch(Database& database) : database_(database) {}

  // Returns at most `limit` active users who have not blocked the caller, and never more than 20. First come users
  // whose username begins with the text, without regard to case. Then come users who have, for each word of the text, a
  // word in their names that begins with it. Words are compared without regard to case and accents
  // (features/search/search_text.hpp). Errors: invalid_request (the text is empty).
  Task<std::vector<User>> find(Caller caller, std::string name, std::size_t limit);

  // Stores the words of users whose names changed without them: an earlier version of the server did not store words.
  Task<void> index_names();

 private:
  Database& database_;
};

}  // namespace parley
