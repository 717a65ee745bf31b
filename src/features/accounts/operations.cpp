#include <parley/features/operations.hpp>

#include <parley/features/accounts/fields.hpp>

namespace parley {
namespace {

Task<User> own_profile(Accounts& accounts, Caller caller) { return accounts.get(caller, caller.user); }

Task<User> update_profile(Accounts& accounts, Caller caller, ProfileRequest request) {
  ProfileChange change;
  if (request.display_name) change.display_name = std::move(request.display_name->value);
  if (request.email) change.email = std::move(request.email->value);
  change.private_reads = request.private_reads;
  change.hide_presence = request.hide_presence;
  return accounts.update_profile(caller, std::move(change));
}

Task<PublicUser> get_user(Accounts& accounts, Caller caller, UserId id) {
  auto user = co_await accounts.get(caller, id);
  if (!user) co_return std::unexpected(std::move(user.error()));
  co_return public_user(*user);
}

Task<UserList> search_users(Accounts& accounts, Caller caller, UserSearch request) {
  auto users = co_await accounts.search(caller, std::move(request.q.value), static_cast<std::size_t>(request.limit));
  if (!users) co_return std::unexpected(std::move(users.error()));
  UserList list;
  for (const User& user : *users) list.users.push_back(public_user(user));
  co_return list;
}

Task<UserList> list_blocked(Accounts& accounts, Caller caller) {
  auto users = co_await accounts.blocked(caller);
  if (!users) co_return std::unexpected(std::move(users.error()));
  UserList list;
  for (const User& user : *users) list.users.push_back(public_user(user));
  co_return list;
}

void add_block_operations(OperationTable& table) {
  table.add<UserRequest, Nothing>({.name = "user.block",
                                   .summary = "Block somebody: neither of the two can write to the other.",
                                   .method = HttpMethod::put,
                                   .path = "/users/{user}/block",
                                   .status = 204},
                                  [](const Services& services, RequestContext& context, UserRequest request) {
                                    return services.accounts.block(context.caller(), request.user);
                                  });
  table.add<UserRequest, Nothing>({.name = "user.unblock",
                                   .summary = "No longer block somebody.",
                                   .method = HttpMethod::del,
                                   .path = "/users/{user}/block",
                                   .status = 204},
                                  [](const Services& services, RequestContext& context, UserRequest request) {
                                    return services.accounts.unblock(context.caller(), request.user);
                                  });
  table.add<Nothing, UserList>(
      {.name = "block.list", .summary = "Everybody whom the caller has blocked.", .path = "/blocks"},
      [](const Services& services, RequestContext& context, const Nothing&) {
        return list_blocked(services.accounts, context.caller());
      });
}

}  // namespace

void add_account_operations(OperationTable& table) {
  table.add<Nothing, User>({.name = "me.get", .summary = "The caller's own profile.", .path = "/me"},
                           [](const Services& services, RequestContext& context, Nothing) {
                             return own_profile(services.accounts, context.caller());
                           });
  table.add<ProfileRequest, User>(
      {.name = "me.update", .summary = "Change the caller's profile.", .method = HttpMethod::patch, .path = "/me"},
      [](const Services& services, RequestContext& context, ProfileRequest request) {
        return update_profile(services.accounts, context.caller(), std::move(request));
      });
  table.add<UserSearch, UserList>({.name = "user.search", .summary = "Find people by their names.", .path = "/users"},
                                  [](const Services& services, RequestContext& context, UserSearch request) {
                                    return search_users(services.accounts, context.caller(), std::move(request));
                                  });
  table.add<UserRequest, PublicUser>(
      {.name = "user.get", .summary = "A user as others see one.", .path = "/users/{user}"},
      [](const Services& services, RequestContext& context, UserRequest request) {
        return get_user(services.accounts, context.caller(), request.user);
      });
  add_block_operations(table);
}

}  // namespace parley
