// Finds people by their names. Owned by the accounts module, asked from any loop.
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

  // Returns active users, 20 at most: first users whose username begins with the text, in any case; then users in whose
  // names each word of the text begins a word (features/search/search_text.hpp: neither case nor accents matter).
  // Errors: invalid_request (q is empty).
  Task<std::vector<User>> find(Caller caller, std::string name, std::size_t limit);

  // Makes users findable by their names whom an earlier version of the server has added or renamed.
  Task<void> index_names();

 private:
  Database& database_;
};

}  // namespace parley
