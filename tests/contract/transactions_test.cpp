// What a unit of work may rely on: it is stored completely or not at all, it sees one snapshot, and its events follow
// the commit.
#include <stdexcept>

#include <parley/core/announce.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>

#include "contract/gate.hpp"
#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

class TransactionTest : public StoreTest {
 protected:
  using StoreTest::StoreTest;

  // Adds a user, announces that, and then ends as `end` says.
  template <class End>
  auto work(const std::string& username, End end) {
    return [username, end](Transaction& transaction) -> Result<User> {
      const auto user = transaction.store<AccountStore>().add({.id = UserId::generate(),
                                                               .username = username,
                                                               .display_name = username,
                                                               .email = std::nullopt,
                                                               .password_hash = "hash",
                                                               .created_at = at(0)});
      if (!user) return user;
      announce(transaction, UserEvent{user->id, user->rev, ProfileUpdated{*user}});
      return end(*user);
    };
  }
  auto good(const std::string& username) {
    return work(username, [](const User& user) -> Result<User> { return user; });
  }
  auto refused(const std::string& username) {
    return work(username, [](const User&) -> Result<User> { return fail(ErrorCode::forbidden, "no"); });
  }
  auto throwing(const std::string& username) {
    return work(username, [](const User&) -> Result<User> { throw std::runtime_error("thrown by a test"); });
  }
  auto failing(const std::string& username) {
    return work(username, [](const User&) -> Result<User> { throw StoreFailure("thrown by a test"); });
  }
  bool exists(const std::string& username) {
    return read([&](Transaction& transaction) {
      return transaction.store<AccountStore>().find_by_username(username).has_value();
    });
  }
  std::vector<std::string> announced() {
    std::vector<std::string> names;
    for (const Event& event : take_events()) {
      names.push_back(std::get<ProfileUpdated>(std::get<UserEvent>(event).change).user.username);
    }
    return names;
  }
};
PARLEY_FOR_EVERY_STORE(TransactionTest);

TEST_P(TransactionTest, what_succeeds_is_stored_and_announced) {
  EXPECT_TRUE(try_write(good("ada")));
  EXPECT_TRUE(exists("ada"));
  EXPECT_THAT(announced(), ::testing::ElementsAre("ada"));
}

TEST_P(TransactionTest, what_returns_an_error_leaves_nothing_and_is_not_announced) {
  EXPECT_EQ(try_write(refused("ada")).error().code, ErrorCode::forbidden);
  EXPECT_FALSE(exists("ada"));
  EXPECT_THAT(announced(), ::testing::IsEmpty());
}

TEST_P(TransactionTest, what_throws_leaves_nothing_and_is_an_internal_error) {
  EXPECT_EQ(try_write(throwing("ada")).error().code, ErrorCode::internal);
  EXPECT_FALSE(exists("ada"));
  EXPECT_THAT(announced(), ::testing::IsEmpty());
}

TEST_P(TransactionTest, a_failing_database_is_unavailable_and_says_when_to_come_again) {
  const auto error = try_write(failing("ada")).error();
  EXPECT_EQ(error.code, ErrorCode::unavailable);
  EXPECT_TRUE(error.retry_after);
  EXPECT_EQ(error.detail.find("thrown by a test"), std::string::npos) << "an inner reason is not a client's business";
  EXPECT_FALSE(exists("ada"));
}

TEST_P(TransactionTest, units_that_wait_together_succeed_and_fail_each_alone) {
  Gate gate(database(), Access::write);
  auto first = start(database(), Access::write, good("first"));
  auto no = start(database(), Access::write, refused("no"));
  auto second = start(database(), Access::write, good("second"));
  auto thrown = start(database(), Access::write, throwing("thrown"));
  auto taken = start(database(), Access::write, good("first"));
  auto failed = start(database(), Access::write, failing("failed"));
  auto third = start(database(), Access::write, good("third"));
  gate.open();
  EXPECT_TRUE(first.get());
  EXPECT_EQ(no.get().error().code, ErrorCode::forbidden);
  EXPECT_TRUE(second.get());
  EXPECT_EQ(thrown.get().error().code, ErrorCode::internal);
  EXPECT_EQ(taken.get().error().code, ErrorCode::username_taken);
  EXPECT_EQ(failed.get().error().code, ErrorCode::unavailable);
  EXPECT_TRUE(third.get());
  for (const auto* name : {"first", "second", "third"}) EXPECT_TRUE(exists(name)) << name;
  for (const auto* name : {"no", "thrown", "failed"}) EXPECT_FALSE(exists(name)) << name;
  EXPECT_THAT(announced(), ::testing::ElementsAre("first", "second", "third"));
}

// Adds bob, and records when it runs and when it finishes, among the other records.
class NotingUnit final : public UnitOfWork {
 public:
  NotingUnit(std::vector<std::string>& notes, std::promise<void> finished)
      : notes_(notes), finished_(std::move(finished)) {}
  bool execute(Transaction& transaction) override {
    transaction.store<AccountStore>().add({UserId::generate(), "bob", "Bob", {}, "hash", at(0)}).value();
    announce(transaction, TypingChanged{});
    notes_.emplace_back("run");
    return true;
  }
  void finish(Result<void>) override {
    notes_.emplace_back("finished");
    finished_.set_value();
  }

 private:
  std::vector<std::string>& notes_;
  std::promise<void> finished_;
};

TEST_P(TransactionTest, an_event_is_heard_after_the_commit_and_before_the_answer) {
  std::vector<std::string> notes;
  database().set_commit_listener(listen_to_events([&](std::span<const Event>) {
    // A listener that gets an event can read what the event reports.
    notes.emplace_back(exists("bob") ? "announced what is stored" : "announced what is not");
  }));
  std::promise<void> finished;
  auto is_finished = finished.get_future();
  database().submit(Access::write, std::make_unique<NotingUnit>(notes, std::move(finished)));
  is_finished.get();
  EXPECT_THAT(notes, ::testing::ElementsAre("run", "announced what is stored", "finished"));
}

TEST_P(TransactionTest, a_reader_sees_one_snapshot_while_others_write) {
  const UserId ada = add_user("ada");
  const auto rev = [&](Transaction& transaction) { return transaction.store<UserStore>().find(ada)->rev; };
  const auto [before, after] = read([&](Transaction& transaction) {
    const UserRev first = rev(transaction);
    write([&](Transaction& writing) { writing.store<UserStore>().advance(ada); });
    return std::pair(first, rev(transaction));
  });
  EXPECT_EQ(before, after);
  EXPECT_EQ(read(rev), before.next()) << "the next one sees it";
}

TEST_P(TransactionTest, what_was_answered_is_seen_by_every_later_read) {
  const UserId ada = add_user("ada");
  for (int i = 0; i < 50; ++i) {
    const auto written = write([&](Transaction& transaction) { return transaction.store<UserStore>().advance(ada); });
    ASSERT_EQ(read([&](Transaction& transaction) { return transaction.store<UserStore>().find(ada)->rev; }), written);
  }
}

TEST_P(TransactionTest, a_unit_sees_what_it_wrote_itself) {
  write([&](Transaction& transaction) {
    const auto added = good("ada")(transaction);
    EXPECT_TRUE(transaction.store<UserStore>().find(added->id));
  });
}

TEST_P(TransactionTest, a_read_that_writes_fails_and_changes_nothing) {
  EXPECT_FALSE(attempt(database(), Access::read, good("ada")));
  EXPECT_FALSE(exists("ada"));
  EXPECT_THAT(announced(), ::testing::IsEmpty());
}

TEST_P(TransactionTest, a_read_that_throws_is_an_internal_error_and_harms_nobody) {
  const auto result = attempt(database(), Access::read,
                              [](Transaction&) -> Result<bool> { throw std::runtime_error("thrown by a test"); });
  EXPECT_EQ(result.error().code, ErrorCode::internal);
  EXPECT_FALSE(exists("ada"));
}

TEST_P(TransactionTest, a_reopened_database_has_its_data_and_its_epoch) {
  const auto epoch = [](Transaction& transaction) { return transaction.epoch(); };
  const UserId ada = add_user("ada");
  const auto group = add_group(std::vector{ada});
  say(group, ada, "kept");
  const Epoch before = read(epoch);
  EXPECT_FALSE(before.is_nil());
  reopen();
  EXPECT_EQ(read(epoch), before);
  EXPECT_EQ(write(epoch), before);
  EXPECT_TRUE(exists("ada"));
  EXPECT_EQ(conversation(group).last_seq, Seq(1));
  EXPECT_EQ(say(group, ada, "and on").seq, Seq(2));
}

TEST_P(TransactionTest, two_databases_differ_in_their_epoch) {
  const auto epoch = [](Transaction& transaction) { return transaction.epoch(); };
  const auto other = GetParam().create({});
  EXPECT_NE(read(epoch), perform(other->database(), Access::read, epoch));
}

TEST_P(TransactionTest, closing_runs_what_was_submitted_before) {
  std::vector<std::future<Result<User>>> submitted;
  for (int i = 0; i < 20; ++i) submitted.push_back(start(database(), Access::write, good("user" + std::to_string(i))));
  reopen();
  for (auto& future : submitted) EXPECT_TRUE(future.get());
  EXPECT_TRUE(exists("user19"));
}

class FullQueueTest : public TransactionTest {
 protected:
  FullQueueTest() : TransactionTest(StorageOptions{.queue_limit = 2}) {}
};
PARLEY_FOR_EVERY_STORE(FullQueueTest);

TEST_P(FullQueueTest, one_write_too_many_is_refused_at_once_and_the_others_are_done) {
  Gate gate(database(), Access::write);
  auto first = start(database(), Access::write, good("first"));
  auto second = start(database(), Access::write, good("second"));
  EXPECT_EQ(database().status().queued_writes, 2u);
  const auto error = try_write(good("third")).error();
  EXPECT_EQ(error.code, ErrorCode::overloaded);
  EXPECT_TRUE(error.retry_after);
  gate.open();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
  EXPECT_FALSE(exists("third"));
  EXPECT_TRUE(database().status().reachable);
}

TEST_P(FullQueueTest, one_read_too_many_is_refused_at_once) {
  const auto count = [](Transaction& transaction) -> Result<bool> {
    return transaction.store<AccountStore>().find_by_username("ada").has_value();
  };
  // There are as many gates as readers, so that the next unit has to wait.
  Gate first_gate(database(), Access::read);
  Gate second_gate(database(), Access::read);
  auto first = start(database(), Access::read, count);
  auto second = start(database(), Access::read, count);
  EXPECT_EQ(database().status().queued_reads, 2u);
  EXPECT_EQ(attempt(database(), Access::read, count).error().code, ErrorCode::overloaded);
  first_gate.open();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
}

}  // namespace
}  // namespace parley::testing
