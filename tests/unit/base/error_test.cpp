#include <parley/base/error.hpp>

#include <memory>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <parley/base/task.hpp>

namespace parley {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorCode::conflict, "This is odd.");
  return number / 2;
}

Result<std::string> quarter(int number) {
  const int once = TRY(half(number));
  return std::to_string(TRY(half(once)));
}

Result<void> check(bool fine) {
  if (!fine) return fail(ErrorCode::forbidden, "This is not fine.");
  return {};
}

TEST(Try, gives_the_value_or_returns_the_error) {
  EXPECT_EQ(quarter(8), "2");
  EXPECT_EQ(quarter(6).error().detail, "This is odd.");
  EXPECT_EQ(quarter(7).error().code, ErrorCode::conflict);
}

TEST(Try, takes_results_without_a_value) {
  const auto both = [](bool one, bool other) -> Result<int> {
    TRY(check(one));
    TRY(check(other));
    return 1;
  };
  EXPECT_EQ(both(true, true), 1);
  EXPECT_EQ(both(true, false).error().code, ErrorCode::forbidden);
}

TEST(Try, moves_out_of_a_temporary_and_copies_a_named_result) {
  const auto make = [] { return Result<std::unique_ptr<int>>(std::make_unique<int>(5)); };
  const auto taken = [&]() -> Result<int> {
    const std::unique_ptr<int> number = TRY(make());
    return *number;
  };
  EXPECT_EQ(taken(), 5);
  const Result<std::string> kept("a text that is too long for a small string");
  const auto copied = [&]() -> Result<std::string> { return TRY(kept); };
  EXPECT_EQ(copied(), *kept);
}

Task<int> half_later(int number) { co_return half(number); }

Task<std::string> quarter_later(int number) {
  const int once = CO_TRY(co_await half_later(number));
  CO_TRY(check(once != 10));
  co_return std::to_string(CO_TRY(co_await half_later(once)));
}

Result<std::string> run(Task<std::string> task) {
  Result<std::string> result;
  asio::io_context loop(1);
  asio::co_spawn(
      loop, [&]() -> Awaitable<void> { result = co_await std::move(task); },
      [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
      });
  loop.run();
  return result;
}

TEST(Try, has_a_form_for_coroutines) {
  EXPECT_EQ(run(quarter_later(8)), "2");
  EXPECT_EQ(run(quarter_later(7)).error().code, ErrorCode::conflict);
  EXPECT_EQ(run(quarter_later(6)).error().code, ErrorCode::conflict);
  EXPECT_EQ(run(quarter_later(20)).error().code, ErrorCode::forbidden);
}

TEST(FailField, names_the_field_and_its_fault) {
  const Result<void> refused = fail_field("members[2].role", FieldFault::invalid, "There is no such role.");
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_request);
  EXPECT_EQ(refused.error().fields,
            (std::vector<FieldError>{{"members[2].role", FieldFault::invalid, "There is no such role."}}));
  EXPECT_EQ(fault_name(FieldFault::too_common), "too_common");
}

}  // namespace
}  // namespace parley
