#include <parley/api/dispatcher.hpp>

#include <gtest/gtest.h>

#include "unit/api/api_test.hpp"

namespace parley::testing {
namespace {

class DispatcherTest : public ApiTest {
 protected:
  Result<std::string> answer(std::string_view operation, std::string_view parameters = "{}") {
    const auto document = JsonDocument::parse(parameters, limits_.json_depth).value();
    const auto read = [&]() -> Result<JsonValue> {
      ++reads_;
      return document.root();
    };
    return run(dispatcher().answer(context_, *table_.find(operation), read));
  }

  ErrorCode refusal(std::string_view operation) {
    const auto reply = answer(operation);
    EXPECT_FALSE(reply) << *reply;
    return reply.error().code;
  }

  void sign_in(UserRole role, Scope scope = Scope::session) { context_.who = {{caller_with(role, scope), {}}}; }

  // The dispatcher is made on first use, so that a test can set the limits before that.
  Dispatcher& dispatcher() {
    if (!dispatcher_) dispatcher_.emplace(table_, limits_, metrics_);
    return *dispatcher_;
  }

  RequestContext context_;
  int reads_ = 0;

 private:
  std::optional<Dispatcher> dispatcher_;
};

TEST_F(DispatcherTest, an_admitted_call_is_answered_with_json) {
  sign_in(UserRole::user);
  EXPECT_EQ(answer("echo", R"({"word":"hello"})"), R"({"text":"hello"})");
  EXPECT_EQ(answer("forget"), "{}");
}

TEST_F(DispatcherTest, without_credentials_only_open_operations_are_admitted_and_nothing_is_read) {
  EXPECT_EQ(refusal("echo"), ErrorCode::unauthenticated);
  EXPECT_EQ(reads_, 0);
  EXPECT_EQ(answer("open", R"({"word":"hello"})"), R"({"text":"hello"})");
}

TEST_F(DispatcherTest, a_wrong_role_is_refused_before_the_parameters_are_read) {
  sign_in(UserRole::user);
  EXPECT_EQ(refusal("rule"), ErrorCode::forbidden);
  sign_in(UserRole::customer);
  EXPECT_EQ(refusal("echo"), ErrorCode::forbidden);
  EXPECT_EQ(reads_, 0);
  EXPECT_EQ(journal_.calls, 0);
  sign_in(UserRole::admin);
  EXPECT_TRUE(answer("rule"));
}

TEST_F(DispatcherTest, a_wrong_scope_is_refused_before_the_parameters_are_read) {
  for (const Scope scope : {Scope::api_key, Scope::bot, Scope::guest}) {
    sign_in(UserRole::user, scope);
    EXPECT_EQ(refusal("forget"), ErrorCode::forbidden);
  }
  EXPECT_EQ(refusal("echo"), ErrorCode::forbidden);  // the caller now has a guest's token
  EXPECT_EQ(reads_, 0);
  sign_in(UserRole::user, Scope::bot);
  EXPECT_TRUE(answer("echo"));
}

TEST_F(DispatcherTest, a_call_over_the_rate_is_refused_before_the_parameters_are_read) {
  limits_.requests_per_second = 0.001;
  limits_.request_burst = 2;
  sign_in(UserRole::user);
  EXPECT_TRUE(answer("echo"));
  EXPECT_EQ(dispatcher().rate_state(context_, Cost::request).remaining, 1);
  EXPECT_TRUE(answer("echo"));
  const auto refused = answer("echo");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
  EXPECT_TRUE(refused.error().retry_after);
  EXPECT_EQ(reads_, 2);
  EXPECT_EQ(metrics_.rate_limited.value(), 1U);
}

TEST_F(DispatcherTest, messages_and_other_requests_are_paid_from_two_buckets) {
  limits_.messages_per_second = 0.001;
  limits_.message_burst = 1;
  sign_in(UserRole::user);
  EXPECT_TRUE(answer("keyed"));
  EXPECT_EQ(refusal("keyed"), ErrorCode::rate_limited);
  EXPECT_TRUE(answer("echo"));
}

TEST_F(DispatcherTest, users_have_buckets_of_their_own_and_the_unknown_share_that_of_their_address) {
  limits_.requests_per_second = 0.001;
  limits_.request_burst = 1;
  context_.address = "192.0.2.1";
  EXPECT_TRUE(answer("open"));
  EXPECT_EQ(refusal("open"), ErrorCode::rate_limited);
  context_.address = "192.0.2.2";
  EXPECT_TRUE(answer("open"));
  sign_in(UserRole::user);
  EXPECT_TRUE(answer("open"));
  sign_in(UserRole::user);  // the caller now is another user
  EXPECT_TRUE(answer("open"));
}

TEST_F(DispatcherTest, an_ipv6_client_cannot_get_more_by_changing_its_address) {
  limits_.requests_per_second = 0.001;
  limits_.request_burst = 1;
  const auto admitted = [&](const std::string& address) {
    context_.address = address;
    return answer("open").has_value();
  };
  EXPECT_TRUE(admitted("2001:db8:1:2::0"));
  EXPECT_FALSE(admitted("2001:db8:1:2::1"));
  int in_48 = 1;
  for (int i = 16; i < 48; ++i) in_48 += admitted("2001:db8:1:" + std::to_string(i) + "::1") ? 1 : 0;
  EXPECT_EQ(in_48, 8);
  EXPECT_TRUE(admitted("2001:db8:2::1"));
}

TEST_F(DispatcherTest, an_error_of_the_handler_is_passed_on_and_counted) {
  sign_in(UserRole::user);
  const auto reply = answer("echo", R"({"word":"missing"})");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::not_found);
}

TEST_F(DispatcherTest, a_handler_that_throws_is_answered_with_internal_and_its_text_stays_here) {
  sign_in(UserRole::user);
  const auto reply = answer("echo", R"({"word":"throw"})");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::internal);
  EXPECT_EQ(reply.error().detail.find("mistake"), std::string::npos);
}

}  // namespace
}  // namespace parley::testing
