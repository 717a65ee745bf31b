#include <parley/features/accounts/people_search.hpp>

#include <algorithm>

#include <parley/core/repeat.hpp>
#include <parley/features/accounts/store_people.hpp>

#include "features/accounts/names.hpp"
#include "features/accounts/policy.hpp"

namespace parley {
namespace {

constexpr std::size_t kFoundMost = 20;
constexpr std::size_t kIndexedAtOnce = 64;  // in one transaction, so that other writers do not wait for long

// Fills up what is found by username with users who are found by words, without naming a user twice.
Result<std::vector<User>> search_users(Transaction& tx, UserId reader, std::string_view name, std::size_t limit) {
  std::vector<User> found = tx.store<PeopleStore>().search(name, limit);
  if (const auto beginnings = beginnings_of(name); !beginnings.empty() && found.size() < limit) {
    for (User& user : tx.store<PeopleStore>().search_words(beginnings, limit)) {
      if (found.size() == limit) break;
      if (std::ranges::find(found, user.id, &User::id) == found.end()) found.push_back(std::move(user));
    }
  }
  for (User& user : found) user = as_seen_by(reader, std::move(user));
  return found;
}

// Returns the number of users whose words it stored.
std::size_t index_some(Transaction& tx) {
  const std::vector<User> users = tx.store<PeopleStore>().without_words(kIndexedAtOnce);
  for (const User& user : users) index_names(tx, user);
  return users.size();
}

}  // namespace

Task<std::vector<User>> PeopleSearch::find(Caller caller, std::string name, std::size_t limit) {
  if (name.empty()) co_return fail_field("q", FieldFault::required, "Say how the name begins.");
  co_return co_await database_.read([reader = caller.user, name, limit = std::min(limit, kFoundMost)](
                                        Transaction& tx) { return search_users(tx, reader, name, limit); },
                                    caller.user);
}

Task<void> PeopleSearch::index_names() { return repeat_write(database_, kIndexedAtOnce, index_some); }

}  // namespace parley
