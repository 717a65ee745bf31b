// Search and its indexer over a database of their own.
#include <parley/features/search/search.hpp>

#include <functional>
#include <future>

#include <parley/features/search/search_indexer.hpp>
#include <parley/features/search/store.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr seconds kPatience{20};

class SearchTest : public ServiceTest {
 protected:
  // Returns the indexer of one node. It runs while a test waits for something.
  std::unique_ptr<Follower> indexer(std::function<std::size_t()> queued_writes = [] { return 0; }) {
    return create_search_indexer(loop().get_executor(), *database_, metrics_, std::move(queued_writes), index_limits_);
  }
  // Runs the indexers until the condition holds, and ends them. Returns false if it does not hold in time.
  bool run_until(std::initializer_list<Follower*> indexers, const std::function<bool()>& condition) {
    TaskGroup group(loop().get_executor());
    for (Follower* each : indexers) group.spawn(each->run());
    const auto deadline = Instant::clock::now() + kPatience;
    loop().restart();
    while (!condition() && Instant::clock::now() < deadline) loop().run_one_for(milliseconds(10));
    group.abort();
    while (group.size() > 0) loop().run_one_for(milliseconds(10));
    return condition();
  }
  // The indexers occupy the loop, so this asks the database directly.
  std::vector<ConversationId> behind() {
    struct Look final : UnitOfWork {
      bool execute(Transaction& tx) override {
        found = tx.store<SearchStore>().behind(std::nullopt, 1'000);
        return false;
      }
      void finish(Result<void>) override { answered.set_value(std::move(found)); }
      std::vector<ConversationId> found;
      std::promise<std::vector<ConversationId>> answered;
    };
    auto look = std::make_unique<Look>();
    auto answer = look->answered.get_future();
    database_->submit(Access::read, std::move(look));
    return answer.get();
  }
  bool is_indexed() { return behind().empty(); }

  SearchPage page(const Caller& caller, const std::string& text, std::size_t limit = 50,
                  std::optional<SearchPosition> before = std::nullopt) {
    return value_of(search_.find(caller, text, {}, before, limit));
  }
  std::vector<std::string> found(const Caller& caller, const std::string& text) {
    std::vector<std::string> bodies;
    for (const SearchHit& hit : page(caller, text).hits) bodies.push_back(hit.message.content.body);
    return bodies;
  }

  Metrics metrics_;
  FollowLimits index_limits_{.turn = milliseconds(1)};
  Search search_{*database_, limits_};
  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
};

TEST_F(SearchTest, what_was_said_before_there_was_an_indexer_is_found_by_its_first_sweep) {
  const ConversationId group = add_group({ada_, bob_});
  say(ada_, group, "Hello there");
  EXPECT_THAT(found(bob_, "hello"), IsEmpty());
  const auto one = indexer();
  ASSERT_TRUE(run_until({one.get()}, [this] { return is_indexed(); }));
  EXPECT_THAT(found(bob_, "hello"), ElementsAre("Hello there"));
  EXPECT_EQ(metrics_.search_indexed.value(), 1u);
}

TEST_F(SearchTest, what_is_committed_afterwards_is_heard_of) {
  const ConversationId group = add_group({ada_, bob_});
  const auto one = indexer();
  ASSERT_TRUE(run_until({one.get()}, [this] { return is_indexed(); }));
  say(ada_, group, "first");
  value_of(messages_->edit(ada_, group, Seq(1), "second"));
  one->changed(take_events());
  ASSERT_TRUE(run_until({one.get()}, [this] { return is_indexed(); }));
  EXPECT_THAT(found(bob_, "first"), IsEmpty());
  EXPECT_THAT(found(bob_, "second"), ElementsAre("second"));
}

TEST_F(SearchTest, more_than_fits_into_a_batch_is_indexed_in_several) {
  index_limits_.batch.messages = 7;
  index_limits_.batch.conversations = 2;
  std::vector<ConversationId> groups;
  for (int i = 0; i < 5; ++i) groups.push_back(add_group({ada_}));
  for (int i = 0; i < 60; ++i) say(ada_, groups[static_cast<std::size_t>(i) % 3], "word " + std::to_string(i));
  const auto one = indexer();
  ASSERT_TRUE(run_until({one.get()}, [this] { return is_indexed(); }));
  EXPECT_EQ(page(ada_, "word", 100).hits.size(), 60u);
  EXPECT_EQ(metrics_.search_indexed.value(), 60u);
}

TEST_F(SearchTest, a_batch_is_bounded_in_bytes_too) {
  index_limits_.batch.bytes = 1'000;
  const ConversationId group = add_group({ada_});
  for (int i = 0; i < 10; ++i) say(ada_, group, "word " + std::string(900, 'x'));
  const auto one = indexer();
  ASSERT_TRUE(run_until({one.get()}, [this] { return is_indexed(); }));
  EXPECT_EQ(page(ada_, "word").hits.size(), 10u);
}

TEST_F(SearchTest, two_indexers_of_one_conversation_do_no_harm) {
  index_limits_.batch.messages = 3;
  const ConversationId group = add_group({ada_});
  for (int i = 0; i < 40; ++i) say(ada_, group, "word " + std::to_string(i));
  for (int i = 1; i <= 40; i += 2) value_of(messages_->edit(ada_, group, Seq(i), "edited"));
  const auto one = indexer();
  const auto other = indexer();
  const auto events = take_events();
  one->changed(events);
  other->changed(events);
  ASSERT_TRUE(run_until({one.get(), other.get()}, [this] { return is_indexed(); }));
  EXPECT_EQ(page(ada_, "word").hits.size(), 20u);
  EXPECT_EQ(page(ada_, "edited").hits.size(), 20u);
}

TEST_F(SearchTest, while_writes_wait_it_gives_way) {
  const ConversationId group = add_group({ada_});
  for (int i = 0; i < 20; ++i) say(ada_, group, "word");
  index_limits_.busy_batch.messages = 3;
  // The number of indexed messages at each time when the indexer was about to index.
  std::vector<std::uint64_t> indexed;
  const auto one = indexer([&] {
    indexed.push_back(metrics_.search_indexed.value());
    return 1;
  });
  ASSERT_TRUE(run_until({one.get()}, [this] { return is_indexed(); }));
  ASSERT_GE(indexed.size(), 20u / 3);
  for (std::size_t i = 1; i < indexed.size(); ++i) EXPECT_LE(indexed[i] - indexed[i - 1], 3u);
}

TEST_F(SearchTest, a_page_ends_where_the_next_begins) {
  const ConversationId group = add_group({ada_});
  for (int i = 0; i < 7; ++i) {
    say(ada_, group, i % 2 == 0 ? "needle " + std::to_string(i) : "\"needle\" straw");
    clock_.advance(milliseconds(1));
  }
  const auto one = indexer();
  ASSERT_TRUE(run_until({one.get()}, [this] { return is_indexed(); }));
  const SearchPage first = page(ada_, "needle", 5);
  ASSERT_EQ(first.hits.size(), 5u);
  ASSERT_TRUE(first.next);
  const SearchPage second = page(ada_, "needle", 5, first.next);
  ASSERT_EQ(second.hits.size(), 2u);
  EXPECT_EQ(second.hits.front().message.seq, Seq(2));
  EXPECT_FALSE(second.next);
}

TEST_F(SearchTest, a_page_of_what_the_index_finds_too_much_of_is_filled_by_looking_on) {
  const ConversationId group = add_group({ada_});
  say(ada_, group, "the phrase itself");
  for (int i = 0; i < 200; ++i) say(ada_, group, "itself the phrase " + std::to_string(i));
  const auto one = indexer();
  ASSERT_TRUE(run_until({one.get()}, [this] { return is_indexed(); }));
  const SearchPage all = page(ada_, "\"phrase itself\"", 5);
  ASSERT_EQ(all.hits.size(), 1u);
  EXPECT_EQ(all.hits.front().message.seq, Seq(1));
  EXPECT_FALSE(all.next);
}

TEST_F(SearchTest, nothing_typed_and_nothing_chosen_is_refused_and_punctuation_finds_nothing) {
  const ConversationId group = add_group({ada_});
  EXPECT_THAT(faults_of(search_.find(ada_, "", {}, std::nullopt, 10)), ElementsAre("q required"));
  EXPECT_THAT(faults_of(search_.find(ada_, "  ", {}, std::nullopt, 10)), ElementsAre("q required"));
  EXPECT_THAT(value_of(search_.find(ada_, "?!", {.conversation = group}, std::nullopt, 10)).hits, IsEmpty());
}

TEST_F(SearchTest, a_conversation_of_others_is_unknown_and_one_that_was_left_is_forbidden) {
  const ConversationId group = add_group({ada_, bob_});
  const Caller eve = add_user("eve");
  EXPECT_EQ(error_of(search_.find(eve, "x", {.conversation = group}, std::nullopt, 10)), ErrorCode::not_found);
  value_of(members_->leave(bob_, group));
  EXPECT_EQ(error_of(search_.find(bob_, "x", {.conversation = group}, std::nullopt, 10)), ErrorCode::forbidden);
}

}  // namespace
}  // namespace parley::testing
