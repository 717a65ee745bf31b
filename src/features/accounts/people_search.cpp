#include <parley/features/accounts/people_search.hpp>

#include <algorithm>

#include <parley/base/limits.hpp>
#include <parley/core/repeat.hpp>
#include <parley/core/store/reach.hpp>
#include <parley/features/accounts/store_people.hpp>

#include "features/accounts/names.hpp"
#include "features/accounts/policy.hpp"

namespace parley {
namespace {

constexpr std::size_t kIndexedAtOnce = 64;  // in one transaction, so that other writers do not wait for long

// Users who have blocked the reader are left out. For so many of them more users are searched, so that they do not take
// the places of others.
constexpr std::size_t kHiddenMost = 100;

// Fills up what is found by username with users who are found by words, without naming a user twice.
Result<std::vector<User>> search_users(Transaction& tx, UserId reader, std::string_view name, std::size_t limit) {
  const std::vector<UserId> blockers = tx.store<ReachStore>().blockers_of(reader);
  const std::size_t searched = limit + std::min(blockers.size(), kHiddenMost);
  std::vector<User> found;
  const auto add = [&](std::vector<User> users) {
    for (User& user : users) {
      if (found.size() == limit) return;
      if (std::ranges::binary_search(blockers, user.id)) continue;
      if (std::ranges::find(found, user.id, &User::id) == found.end()) found.push_back(std::move(user));
    }
  };
  add(tx.store<PeopleStore>().search(name, searched));
  if (const auto beginnings = beginnings_of(name); !beginnings.empty() && found.size() < limit) {
    add(tx.store<PeopleStore>().search_words(beginnings, searched));
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
  co_return co_await database_.read([reader = caller.user, name, limit = std::min(limit, kFoundUsersMost)](
                                        Transaction& tx) { return search_users(tx, reader, name, limit); },
                                    caller.user);
}

Task<void> PeopleSearch::index_names() { return repeat_write(database_, kIndexedAtOnce, index_some); }

}  // namespace parley
