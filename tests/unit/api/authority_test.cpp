// The dispatcher judges two parts of authority, role and scope. These tests run over every operation.
#include <parley/api/authority.hpp>

#include <set>

#include <gtest/gtest.h>

#include <parley/app/operations.hpp>
#include <parley/features/sign_in/operations.hpp>

namespace parley {
namespace {

constexpr UserRole kRoles[] = {UserRole::user, UserRole::agent, UserRole::admin, UserRole::customer};
constexpr Scope kScopes[] = {Scope::session, Scope::api_key, Scope::bot, Scope::guest};

class AuthorityTest : public testing::Test {
 protected:
  AuthorityTest() {
    add_all_operations(table_);
    add_development_operations(table_);
  }

  // Returns the names of the operations that this caller may call and that are not open to everyone.
  std::set<std::string_view> permitted(UserRole role, Scope scope) const {
    const Caller caller{.user = {}, .session = {}, .role = role, .scope = scope};
    std::set<std::string_view> names;
    for (const auto& operation : table_.all()) {
      if (!operation->authority.is_open && operation->authority.admit(&caller)) names.insert(operation->name);
    }
    return names;
  }

  Limits limits_;
  OperationTable table_{limits_};
};

TEST_F(AuthorityTest, every_operation_judges_each_role_and_scope_as_its_row_says) {
  for (const auto& operation : table_.all()) {
    const Authority& authority = operation->authority;
    EXPECT_EQ(authority.admit(nullptr).has_value(), authority.is_open) << operation->name;
    for (const UserRole role : kRoles) {
      for (const Scope scope : kScopes) {
        const Caller caller{.user = {}, .session = {}, .role = role, .scope = scope};
        const bool fits = authority.roles.contains(role) && authority.scopes.contains(scope);
        const Result<void> admitted = authority.admit(&caller);
        EXPECT_EQ(admitted.has_value(), authority.is_open || fits) << operation->name;
        if (!admitted) {
          EXPECT_EQ(admitted.error().code, ErrorCode::forbidden) << operation->name;
        }
      }
    }
  }
}

TEST_F(AuthorityTest, customers_and_guests_may_call_only_what_is_open_to_anyone) {
  for (const Scope scope : kScopes) EXPECT_TRUE(permitted(UserRole::customer, scope).empty());
  for (const UserRole role : kRoles) EXPECT_TRUE(permitted(role, Scope::guest).empty());
}

TEST_F(AuthorityTest, keys_and_bots_may_not_touch_the_password_the_account_and_the_sessions) {
  std::set<std::string_view> expected = permitted(UserRole::user, Scope::session);
  for (const char* name : {"password.change", "password.confirm", "account.deactivate", "session.list",
                           "session.revoke", "sign_in.recent"}) {
    EXPECT_EQ(expected.erase(name), 1U) << name;
  }
  EXPECT_EQ(permitted(UserRole::user, Scope::api_key), expected);
  EXPECT_EQ(permitted(UserRole::user, Scope::bot), expected);
}

}  // namespace
}  // namespace parley
