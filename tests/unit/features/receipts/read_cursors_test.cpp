#include <parley/core/store/members.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// A database that is away: every unit of work fails. The test decides what happens during each attempt.
class AwayDatabase final : public Database {
 public:
  explicit AwayDatabase(std::function<void()> meanwhile = [] {}) : meanwhile_(std::move(meanwhile)) {}
  void submit(Access, std::unique_ptr<UnitOfWork> work) override {
    meanwhile_();
    work->finish(fail(ErrorCode::unavailable, "The database is away."));
  }
  void set_commit_listener(CommitListener) override {}
  DatabaseStatus status() const override { return {}; }

 private:
  std::function<void()> meanwhile_;
};

class ReadCursorsTest : public ServiceTest {
 protected:
  ReadCursorsTest() {
    for (int i = 0; i < 9; ++i) say(ada_, id_, "hello");
    value_of(read_cursors_.flush(*database_));
  }
  Seq stored(const Caller& reader) {
    return value_of(database_->read([id = id_, user = reader.user](Transaction& tx) -> Result<Seq> {
      return tx.store<MemberStore>().find(id, user)->read_seq;
    }));
  }
  void move(std::int64_t seq) { cursors_.move(id_, bob_.user, Seq(seq)); }
  Seq latest(std::int64_t stored = 0) { return cursors_.latest(id_, bob_.user, Seq(stored)); }

  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  ConversationId id_ = add_group({ada_, bob_});
  int wakes_ = 0;
  ReadCursors cursors_{[this] { ++wakes_; }};
};

TEST_F(ReadCursorsTest, moves_are_merged_by_maximum) {
  move(3);
  move(5);
  move(4);
  EXPECT_EQ(latest(), Seq(5));
  EXPECT_EQ(latest(7), Seq(7));
  EXPECT_EQ(cursors_.latest(id_, ada_.user, Seq(2)), Seq(2));
}

TEST_F(ReadCursorsTest, the_first_move_wakes_the_writer) {
  move(3);
  move(5);
  EXPECT_EQ(wakes_, 1);
  value_of(cursors_.flush(*database_));
  EXPECT_EQ(wakes_, 1);
  move(6);
  EXPECT_EQ(wakes_, 2);
}

TEST_F(ReadCursorsTest, a_flush_writes_what_is_waiting_and_forgets_it) {
  move(5);
  value_of(cursors_.flush(*database_));
  EXPECT_EQ(stored(bob_), Seq(5));
  EXPECT_EQ(latest(), Seq(0));
  value_of(cursors_.flush(*database_));
}

TEST_F(ReadCursorsTest, a_flush_moves_nothing_back) {
  move(5);
  value_of(cursors_.flush(*database_));
  move(2);
  value_of(cursors_.flush(*database_));
  EXPECT_EQ(stored(bob_), Seq(5));
}

TEST_F(ReadCursorsTest, what_fails_to_be_written_waits_and_wakes_again) {
  AwayDatabase away;
  move(5);
  EXPECT_EQ(error_of(cursors_.flush(away)), ErrorCode::unavailable);
  EXPECT_EQ(wakes_, 2);
  EXPECT_EQ(latest(), Seq(5));
  value_of(cursors_.flush(*database_));
  EXPECT_EQ(stored(bob_), Seq(5));
}

TEST_F(ReadCursorsTest, a_cursor_is_known_while_it_is_being_written_and_may_move_on) {
  AwayDatabase away([this] {
    EXPECT_EQ(latest(), Seq(5));
    EXPECT_THAT(cursors_.pending(bob_.user), ElementsAre(Pair(id_, Seq(5))));
    move(7);
    EXPECT_THAT(cursors_.pending(bob_.user), ElementsAre(Pair(id_, Seq(7))));
  });
  move(5);
  EXPECT_EQ(error_of(cursors_.flush(away)), ErrorCode::unavailable);
  EXPECT_EQ(latest(), Seq(7));
  value_of(cursors_.flush(*database_));
  EXPECT_EQ(stored(bob_), Seq(7));
}

TEST_F(ReadCursorsTest, flushes_at_once_write_everything_once) {
  std::vector<Task<void>> tasks;
  move(5);
  tasks.push_back(cursors_.flush(*database_));
  tasks.push_back(cursors_.flush(*database_));
  for (const auto& flushed : run_together(std::move(tasks))) EXPECT_TRUE(flushed);
  EXPECT_EQ(stored(bob_), Seq(5));
  EXPECT_THAT(cursors_.pending(bob_.user), IsEmpty());
}

TEST_F(ReadCursorsTest, pending_gives_one_users_cursors_and_nobody_elses) {
  const ConversationId other = add_group({ada_, bob_});
  move(5);
  cursors_.move(other, bob_.user, Seq(2));
  cursors_.move(id_, ada_.user, Seq(9));
  EXPECT_THAT(cursors_.pending(bob_.user), ::testing::UnorderedElementsAre(Pair(id_, Seq(5)), Pair(other, Seq(2))));
  EXPECT_THAT(cursors_.pending(ada_.user), ElementsAre(Pair(id_, Seq(9))));
  EXPECT_THAT(cursors_.pending(UserId::generate()), IsEmpty());
}

TEST_F(ReadCursorsTest, a_cursor_of_one_who_left_is_dropped_and_harms_nobody_elses) {
  cursors_.move(id_, ada_.user, Seq(9));
  move(5);
  value_of(members_->leave(bob_, id_));
  value_of(cursors_.flush(*database_));
  EXPECT_EQ(stored(bob_), Seq(0));
  EXPECT_EQ(stored(ada_), Seq(9));
}

}  // namespace
}  // namespace parley::testing
