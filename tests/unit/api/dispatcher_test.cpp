#include <parley/api/dispatcher.hpp>

#include <gtest/gtest.h>

#include "unit/api/api_test.hpp"

namespace parley::testing {
namespace {

class DispatcherTest : public ApiTest {
 protected:
  Result<std::string> answer(std::string_view operation, std::string_view parameters = "{}") {
    return answer_of(dispatcher(), operation, parameters);
  }

  Result<std::string> answer_of(Dispatcher& node, std::string_view operation, std::string_view parameters) {
    const auto document = JsonDocument::parse(parameters, limits_.json_depth).value();
    const auto read = [&]() -> Result<JsonValue> {
      ++reads_;
      return document.root();
    };
    const Operation& wanted = *table_.find(operation);
    if (auto admitted = node.admit(context_, wanted); !admitted) return std::unexpected(admitted.error());
    return run(node.answer(context_, wanted, read));
  }

  SharedLimits& dispatcher_limits() { return *shared_; }

  ErrorCode refusal(std::string_view operation) {
    const auto reply = answer(operation);
    EXPECT_FALSE(reply) << *reply;
    return reply.error().code;
  }

  void sign_in(UserRole role, Scope scope = Scope::session) { context_.who = {{caller_with(role, scope), {}}}; }

  // Rates and dispatcher are made on first use, so that a test can set the limits before that.
  Dispatcher& dispatcher() {
    if (!dispatcher_) {
      storage_.emplace(*shared_, limits_);
      dispatcher_.emplace(table_, rates(), *storage_, metrics_);
    }
    return *dispatcher_;
  }

  RequestRates& rates() {
    if (!rates_) rates_.emplace(limits_, metrics_);
    return *rates_;
  }

  std::int64_t remaining(Cost cost = Cost::request) { return rates().state(context_, cost).remaining; }

  RequestContext context_;
  int reads_ = 0;

 private:
  const std::unique_ptr<SharedLimits> shared_ = create_local_limits();
  std::optional<RequestRates> rates_;
  std::optional<DailyStorage> storage_;
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
  EXPECT_EQ(remaining(), 1);
  EXPECT_TRUE(answer("echo"));
  const auto refused = answer("echo");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
  EXPECT_TRUE(refused.error().retry_after);
  EXPECT_EQ(reads_, 2);
  EXPECT_EQ(metrics_.rate_limited.value(), 1U);
  EXPECT_EQ(metrics_.errors.value(ErrorCode::rate_limited), 1U);
}

TEST_F(DispatcherTest, what_is_not_permitted_costs_as_much_as_what_is) {
  limits_.requests_per_second = 0.001;
  limits_.request_burst = 2;
  context_.address = "192.0.2.1";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(refusal("echo"), ErrorCode::unauthenticated);
  EXPECT_EQ(refusal("echo"), ErrorCode::rate_limited);
  sign_in(UserRole::user);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(refusal("rule"), ErrorCode::forbidden);
  EXPECT_EQ(refusal("rule"), ErrorCode::rate_limited);
  EXPECT_EQ(metrics_.security_events.value(SecurityCause::not_signed_in), 2U);
  EXPECT_EQ(metrics_.security_events.value(SecurityCause::forbidden), 2U);
  EXPECT_EQ(reads_, 0);
}

TEST_F(DispatcherTest, messages_and_other_requests_are_paid_from_two_buckets) {
  limits_.messages_per_second = 0.001;
  limits_.message_burst = 1;
  sign_in(UserRole::user);
  EXPECT_TRUE(answer("keyed"));
  EXPECT_EQ(refusal("keyed"), ErrorCode::rate_limited);
  EXPECT_TRUE(answer("echo"));
}

TEST_F(DispatcherTest, a_heavy_request_is_refused_before_its_work_and_takes_its_whole_weight) {
  limits_.requests_per_second = 0.001;
  limits_.request_burst = 20;
  sign_in(UserRole::user);
  EXPECT_TRUE(answer("heavy", R"({"weight":12})"));
  EXPECT_EQ(remaining(), 8);
  const auto refused = answer("heavy", R"({"weight":12})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
  EXPECT_EQ(refused.error().exhausted_rate, 20);
  EXPECT_EQ(journal_.calls, 1);
  EXPECT_EQ(remaining(), 7);
}

TEST_F(DispatcherTest, a_long_reply_is_paid_for_after_it_was_made) {
  limits_.requests_per_second = 0.001;
  limits_.request_burst = 20;
  sign_in(UserRole::user);
  EXPECT_TRUE(answer("echo", R"({"word":")" + std::string(64 * 1024, 'a') + R"("})"));
  EXPECT_EQ(remaining(), 11);
  EXPECT_TRUE(answer("echo", R"({"word":"short"})"));
  EXPECT_EQ(remaining(), 10);
}

TEST_F(DispatcherTest, the_work_of_the_database_is_paid_for_and_the_debt_is_bounded) {
  limits_.requests_per_second = 10;
  limits_.request_burst = 20;
  sign_in(UserRole::user);
  const UserId user = context_.caller().user;
  rates().charge_database(user, std::chrono::milliseconds(4));
  EXPECT_EQ(remaining(), 20);
  rates().charge_database(user, std::chrono::milliseconds(44));
  EXPECT_EQ(remaining(), 10);
  rates().charge_database(user, std::chrono::hours(1));
  const auto refused = answer("echo");
  ASSERT_FALSE(refused);
  EXPECT_GT(refused.error().retry_after, seconds(1));
  EXPECT_LE(refused.error().retry_after, milliseconds(2'100));
}

TEST_F(DispatcherTest, many_users_of_one_address_share_the_rate_of_a_few) {
  limits_.requests_per_second = 0.001;
  limits_.request_burst = 2;
  limits_.address_users = 3;
  context_.address = "192.0.2.1";
  for (int request = 0; request < 6; ++request) {
    sign_in(UserRole::user);  // each time as another user
    EXPECT_TRUE(answer("echo"));
  }
  sign_in(UserRole::user);
  EXPECT_EQ(refusal("echo"), ErrorCode::rate_limited);
  context_.address = "192.0.2.2";
  EXPECT_TRUE(answer("echo"));
}

TEST_F(DispatcherTest, what_a_user_stores_in_a_day_is_bounded_in_bytes_and_reading_is_not) {
  limits_.messages_per_second = 0;
  limits_.stored_bytes_per_day = 1024 * 1024;
  limits_.body_bytes = 10'000;
  sign_in(UserRole::user);
  context_.bytes = 10'000;
  int stored = 0;
  auto reply = answer("keyed");
  for (; reply && stored < 1'000; reply = answer("keyed")) ++stored;
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::rate_limited);
  EXPECT_EQ(reply.error().exhausted_rate, 1024 * 1024);
  EXPECT_GT(reply.error().retry_after, seconds(1));
  EXPECT_GE(stored, 104);
  EXPECT_LE(stored, 108);
  EXPECT_EQ(metrics_.rate_limited.value(), 1U);
  EXPECT_EQ(refusal("forget"), ErrorCode::rate_limited) << "a change counts as a message does";
  EXPECT_TRUE(answer("echo"));
  sign_in(UserRole::user);  // another user
  EXPECT_TRUE(answer("keyed"));
}

TEST_F(DispatcherTest, a_small_day_is_kept_too) {
  limits_.messages_per_second = 0;
  limits_.stored_bytes_per_day = 100'000;
  sign_in(UserRole::user);
  context_.bytes = 1'000;
  int stored = 0;
  while (stored < 1'000 && answer("keyed")) ++stored;
  EXPECT_GE(stored, 100);
  EXPECT_LE(stored, 152) << "two portions more than the day, each a quarter of it";
}

TEST_F(DispatcherTest, a_request_that_stores_nothing_uses_up_nothing_of_the_day) {
  limits_.messages_per_second = 0;
  limits_.stored_bytes_per_day = 1024 * 1024;
  limits_.body_bytes = 10'000;
  sign_in(UserRole::user);
  context_.bytes = 10'000;
  context_.is_repeated = true;
  for (int i = 0; i < 500; ++i) EXPECT_TRUE(answer("keyed"));
}

TEST_F(DispatcherTest, what_a_user_stores_on_two_nodes_counts_together) {
  limits_.messages_per_second = 0;
  limits_.stored_bytes_per_day = 1024 * 1024;
  limits_.body_bytes = 10'000;
  sign_in(UserRole::user);
  context_.bytes = 10'000;
  DailyStorage other_storage(dispatcher_limits(), limits_);
  Dispatcher other(table_, rates(), other_storage, metrics_);
  int stored = 0;
  for (int i = 0; i < 200; ++i) {
    if (answer("keyed")) ++stored;
    if (answer_of(other, "keyed", "{}")) ++stored;
  }
  EXPECT_GE(stored, 104);
  EXPECT_LE(stored, 110);
}

TEST_F(DispatcherTest, changes_are_paid_from_the_bucket_of_messages) {
  limits_.messages_per_second = 0.001;
  limits_.message_burst = 1;
  sign_in(UserRole::user);
  EXPECT_TRUE(answer("forget"));
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
