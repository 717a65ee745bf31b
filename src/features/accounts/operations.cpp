#include <parley/features/accounts/operations.hpp>

#include <algorithm>

#include <parley/core/requests.hpp>
#include <parley/features/accounts/blocks.hpp>
#include <parley/features/accounts/fields.hpp>
#include <parley/features/accounts/people_search.hpp>
#include <parley/features/accounts/profiles.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/protocol/cursor.hpp>

#include "features/accounts/names.hpp"

namespace parley {
namespace {

Task<User> own_profile(Profiles& profiles, Caller caller) { return profiles.get(caller, caller.user); }

Task<User> update_profile(Profiles& profiles, RequestContext& context, ProfileRequest request) {
  ProfileChange change;
  if (request.display_name) change.display_name = std::move(request.display_name->value);
  if (request.email) change.email = std::move(request.email->value);
  change.private_reads = request.private_reads;
  change.hide_presence = request.hide_presence;
  change.reachable_by = request.reachable_by;
  std::optional<std::string> password;
  if (request.current_password) password = std::move(request.current_password->value);
  return profiles.update(context.caller(), std::move(change), std::move(password), context.device());
}

Task<PublicUser> get_user(Profiles& profiles, Caller caller, UserRequest request) {
  auto user = CO_TRY(co_await profiles.get(caller, request.user));
  co_return public_user(user);
}

Task<UserList> search_users(PeopleSearch& people, Caller caller, UserSearch request) {
  auto users =
      CO_TRY(co_await people.find(caller, std::move(request.q.value), static_cast<std::size_t>(request.limit)));
  UserList list;
  for (const User& user : users) list.users.push_back(public_user(user));
  co_return list;
}

Task<BlockList> list_blocked(Blocks& blocks, Caller caller, BlockListRequest request) {
  auto page = CO_TRY(co_await blocks.list(caller, user_of(request.cursor), static_cast<std::size_t>(request.limit)));
  BlockList list;
  for (const User& user : page.users) list.users.push_back(public_user(user));
  if (page.next) list.next = encode_cursor(*page.next);
  co_return list;
}

Task<void> block(Blocks& blocks, Caller caller, UserRequest request) { return blocks.block(caller, request.user); }

Task<void> unblock(Blocks& blocks, Caller caller, UserRequest request) { return blocks.unblock(caller, request.user); }

}  // namespace

double UserSearch::weight() const {
  const std::size_t words = beginnings_of(q.value).size();
  return 2 * static_cast<double>(std::max<std::size_t>(words, 1)) - 1;
}

void add_account_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  using enum Transport;
  using enum Cost;
  // clang-format off
  table.add({
    {"me.get",       user, get,   "/me",                 200,
     handle<Nothing, User>(own_profile),           "The caller's own profile."},
    {"me.update",    user, patch, "/me",                 200,
     handle<ProfileRequest, User>(update_profile), "Change the caller's profile.",
     both, change, {}, "The password was changed at the same time."},
    {"user.search",  user, get,   "/users",              200,
     handle<UserSearch, UserList>(search_users),   "Find people by their names."},
    {"user.get",     user, get,   "/users/{user}",       200,
     handle<UserRequest, PublicUser>(get_user),    "A user, as other users see them."},
    {"user.block",   user, put,   "/users/{user}/block", 204,
     handle<UserRequest, Nothing>(block),          "Block a user: neither of the two can write to the other.",
     both, change, {}, "The caller has blocked as many users as permitted."},
    {"user.unblock", user, del,   "/users/{user}/block", 204,
     handle<UserRequest, Nothing>(unblock),        "Unblock a user.", both, change},
    {"block.list",   user, get,   "/blocks",             200,
     handle<BlockListRequest, BlockList>(list_blocked),     "The users that the caller has blocked."},
  });
  // clang-format on
}

}  // namespace parley
