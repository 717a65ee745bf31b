// What the operator changes beside the running nodes.
#include <future>
#include <vector>

#include <parley/core/store/users.hpp>
#include <parley/features/admin/store.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class OperatorStoreTest : public StoreTest {
 protected:
  OperatorState state() {
    return read([](Transaction& transaction) { return transaction.store<OperatorStore>().state(); });
  }

  UserId user_ = add_user("ada");
};
PARLEY_FOR_EVERY_STORE(OperatorStoreTest);

TEST_P(OperatorStoreTest, every_change_is_counted) {
  EXPECT_EQ(state(), OperatorState());
  for (int i = 0; i < 12; ++i) {
    write([](Transaction& transaction) { transaction.store<OperatorStore>().note_change(); });
  }
  EXPECT_EQ(state().changes, 12);
}

TEST_P(OperatorStoreTest, changes_at_the_same_time_count_each) {
  const auto note_change = [](Transaction& transaction) -> Result<bool> {
    transaction.store<OperatorStore>().note_change();
    return true;
  };
  std::vector<std::future<Result<bool>>> changes;
  for (int i = 0; i < 40; ++i) changes.push_back(start(database(), Access::write, note_change));
  for (auto& change : changes) EXPECT_TRUE(change.get());
  EXPECT_EQ(state().changes, 40);
}

TEST_P(OperatorStoreTest, registration_is_undecided_until_the_operator_decides) {
  EXPECT_EQ(state().registration_open, std::nullopt);
  for (const bool open : {true, false, true}) {
    write([open](Transaction& transaction) { transaction.store<OperatorStore>().set_registration(open); });
    EXPECT_EQ(state().registration_open, open);
  }
}

TEST_P(OperatorStoreTest, roles_and_suspensions_get_a_new_rev) {
  const User before = *read([&](Transaction& transaction) { return transaction.store<UserStore>().find(user_); });
  const User admin = write(
      [&](Transaction& transaction) { return transaction.store<OperatorStore>().set_role(user_, UserRole::admin); });
  EXPECT_EQ(admin.role, UserRole::admin);
  EXPECT_EQ(admin.rev, UserRev(before.rev.value() + 1));
  const User suspended =
      write([&](Transaction& transaction) { return transaction.store<OperatorStore>().set_suspended(user_, at(4)); });
  EXPECT_EQ(suspended.suspended_at, at(4));
  EXPECT_FALSE(suspended.is_active);
  EXPECT_EQ(suspended.rev, UserRev(before.rev.value() + 2));
  const User restored = write(
      [&](Transaction& transaction) { return transaction.store<OperatorStore>().set_suspended(user_, std::nullopt); });
  EXPECT_EQ(restored.suspended_at, std::nullopt);
  EXPECT_TRUE(restored.is_active);
}

}  // namespace
}  // namespace parley::testing
