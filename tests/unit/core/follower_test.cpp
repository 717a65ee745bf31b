// A follower over a real database. The work that it would do is only recorded.
#include <parley/core/follower.hpp>

#include <algorithm>
#include <functional>

#include <parley/core/store/conversations.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;

constexpr seconds kPatience{20};

// Records what the follower has done. The database's threads write it.
struct Record {
  std::mutex mutex;
  std::map<ConversationId, Rev> progress;
  std::vector<std::string> decided;  // bodies, in the order of the decisions
  std::vector<std::string> written;  // bodies
  std::vector<std::size_t> batches;  // the number of messages in each written batch
  // Makes another node advance this conversation before the next batch is written.
  std::optional<ConversationId> taken_by_other;
  // The number of writes that fail before one succeeds.
  int failures = 0;
};

class RecordedProgress final : public FollowProgressStore {
 public:
  RecordedProgress(Record& record, std::vector<ConversationId> conversations)
      : record_(record), conversations_(std::move(conversations)) {}

  std::vector<ConversationId> behind(std::optional<ConversationId> after, std::size_t limit) override {
    std::vector<ConversationId> found = conversations_;
    std::ranges::sort(found);
    std::erase_if(found, [&](ConversationId id) { return after && id <= *after; });
    found.resize(std::min(found.size(), limit));
    return found;
  }
  Rev progress(ConversationId conversation) override {
    const std::scoped_lock lock(record_.mutex);
    return record_.progress[conversation];
  }
  std::vector<FollowProgress> lock_progress(std::span<const ConversationId> conversations) override {
    const std::scoped_lock lock(record_.mutex);
    if (record_.taken_by_other) {
      Rev& theirs = record_.progress[*std::exchange(record_.taken_by_other, std::nullopt)];
      theirs = theirs.next();
    }
    std::vector<FollowProgress> all;
    for (const ConversationId id : conversations) all.push_back({id, record_.progress[id]});
    return all;
  }
  void set_progress(std::span<const FollowProgress> progress) override {
    const std::scoped_lock lock(record_.mutex);
    for (const auto& [conversation, rev] : progress) record_.progress[conversation] = rev;
  }

 private:
  Record& record_;
  std::vector<ConversationId> conversations_;
};

class RecordedDecisions final : public FollowDecisions {
 public:
  explicit RecordedDecisions(Record& record) : record_(record) {}

  void add(Transaction&, const Message& message) override {
    messages_.push_back(message);
    const std::scoped_lock lock(record_.mutex);
    record_.decided.push_back(message.content.body);
  }
  void write(Transaction&, std::span<const ConversationId> overtaken) const override {
    const std::scoped_lock lock(record_.mutex);
    if (record_.failures > 0) {
      --record_.failures;
      throw StoreFailure("as the test wants it");
    }
    record_.batches.push_back(messages_.size());
    for (const Message& message : messages_) {
      if (std::ranges::find(overtaken, message.conversation) != overtaken.end()) continue;
      record_.written.push_back(message.content.body);
    }
  }

 private:
  Record& record_;
  std::vector<Message> messages_;
};

class RecordingTask final : public FollowerTask {
 public:
  RecordingTask(Record& record, RecordedProgress progress) : record_(record), progress_(std::move(progress)) {}
  std::string_view name() const override { return "recorder"; }
  std::unique_ptr<FollowProgressStore> progress(Transaction&) const override {
    return std::make_unique<RecordedProgress>(progress_);
  }
  std::unique_ptr<FollowDecisions> begin_batch() const override { return std::make_unique<RecordedDecisions>(record_); }

 private:
  Record& record_;
  RecordedProgress progress_;
};

class FollowerTest : public ServiceTest {
 protected:
  // Follows until the condition holds, then ends. Returns false if it does not hold in time.
  bool follow_until(const std::function<bool()>& condition) {
    RecordedProgress progress(record_, swept_);
    Follower follower(
        loop().get_executor(), *database_, std::make_unique<RecordingTask>(record_, progress),
        {metrics_.search_indexed, metrics_.search_lag_seconds}, [] { return 0; }, follow_limits_);
    follower.changed(take_events());
    TaskGroup group(loop().get_executor());
    group.spawn(follower.run());
    const auto deadline = Instant::clock::now() + kPatience;
    loop().restart();
    while (!is_true(condition) && Instant::clock::now() < deadline) loop().run_one_for(milliseconds(10));
    group.abort();
    while (group.size() > 0) loop().run_one_for(milliseconds(10));
    return is_true(condition);
  }
  bool has_followed(ConversationId conversation) {
    const auto rev_of = [conversation](Transaction& tx) -> Result<Rev> {
      return tx.store<ConversationStore>().find(conversation).value().rev;
    };
    const Rev rev = value_of(database_->read(rev_of));
    return follow_until([&] { return record_.progress[conversation] == rev; });
  }

  Record record_;
  Metrics metrics_;
  FollowLimits follow_limits_{.turn = milliseconds(1)};
  std::vector<ConversationId> swept_;  // the conversations that a sweep finds
  Caller ada_ = add_user("ada");

 private:
  bool is_true(const std::function<bool()>& condition) {
    const std::scoped_lock lock(record_.mutex);
    return condition();
  }
};

TEST_F(FollowerTest, each_change_of_a_message_is_decided_about_once_in_order_of_revs) {
  const ConversationId group = add_group({ada_});
  say(ada_, group, "one");
  say(ada_, group, "two");
  ASSERT_TRUE(has_followed(group));
  EXPECT_THAT(record_.written, ElementsAre("one", "two"));
  value_of(messages_->edit(ada_, group, Seq(1), "one, edited"));
  say(ada_, group, "three");
  ASSERT_TRUE(has_followed(group));
  EXPECT_THAT(record_.written, ElementsAre("one", "two", "one, edited", "three"));
  EXPECT_EQ(metrics_.search_indexed.value(), 4u);
}

TEST_F(FollowerTest, a_change_that_it_did_not_hear_of_is_found_by_a_sweep) {
  const ConversationId group = add_group({ada_});
  say(ada_, group, "unheard");
  take_events();
  swept_ = {group};
  ASSERT_TRUE(has_followed(group));
  EXPECT_THAT(record_.written, ElementsAre("unheard"));
}

TEST_F(FollowerTest, a_full_batch_leaves_the_rest_to_the_next) {
  follow_limits_.batch.messages = 3;
  const ConversationId group = add_group({ada_});
  for (int i = 0; i < 8; ++i) say(ada_, group, "word");
  ASSERT_TRUE(has_followed(group));
  EXPECT_THAT(record_.batches, ElementsAre(3u, 3u, 2u));
}

TEST_F(FollowerTest, what_another_node_has_handled_meanwhile_is_not_written) {
  const ConversationId mine = add_group({ada_});
  const ConversationId taken = add_group({ada_});
  const Message first = say(ada_, taken, "taken by the other node");
  say(ada_, taken, "left over");
  say(ada_, mine, "mine");
  record_.progress[taken] = Rev(first.rev.value() - 1);
  record_.taken_by_other = taken;
  ASSERT_TRUE(has_followed(taken));
  EXPECT_THAT(record_.written, ::testing::UnorderedElementsAre("mine", "left over"));
}

TEST_F(FollowerTest, a_batch_that_cannot_be_written_is_decided_about_again) {
  record_.failures = 1;
  const ConversationId group = add_group({ada_});
  say(ada_, group, "word");
  ASSERT_TRUE(has_followed(group));
  EXPECT_THAT(record_.decided, ElementsAre("word", "word"));
  EXPECT_THAT(record_.written, ElementsAre("word"));
}

}  // namespace
}  // namespace parley::testing
