// A sync of many conversations comes in pages.
#include "unit/features/sync/sync_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using SyncPagesTest = SyncTest;

TEST_F(SyncPagesTest, a_large_answer_is_cut_into_pages_that_cover_everything_once) {
  limits_.sync_bytes = 3'000;
  SyncRequest request{.epoch = epoch_, .positions = {}, .after = {}};
  std::set<ConversationId> expected;
  for (int i = 0; i < 20; ++i) {
    const ConversationId id = add_group({ada_, bob_});
    say(bob_, id, std::string(500, 'x'));
    expected.insert(id);
    if (i % 2 == 0) request.positions[id] = {Rev(1), Seq(0)};
  }
  const ConversationId gone = ConversationId::generate();
  request.positions[gone] = {Rev(1), {}};
  std::set<ConversationId> covered;
  std::vector<ConversationId> all_gone;
  int pages = 0;
  do {
    const SyncPage page = sync(ada_, request);
    std::ranges::copy(page.gone, std::back_inserter(all_gone));
    EXPECT_LE(page.covered.size(), 3U);
    EXPECT_EQ(page.covered.size(), page.changes.size() + page.added.size());
    for (const auto& [id, rev, visible_after] : page.covered) EXPECT_TRUE(covered.insert(id).second);
    request.after = page.next;
    ++pages;
  } while (request.after);
  EXPECT_EQ(covered, expected);
  EXPECT_THAT(all_gone, ElementsAre(gone));
  EXPECT_GE(pages, 7);
}

TEST_F(SyncPagesTest, no_page_is_empty_however_large_one_conversation_is) {
  limits_.sync_bytes = 1;
  add_group({ada_});
  add_group({ada_});
  const SyncPage first = sync(ada_, SyncRequest{});
  EXPECT_THAT(first.covered, SizeIs(1));
  ASSERT_TRUE(first.next);
  const SyncPage second = sync(ada_, {.epoch = {}, .positions = {}, .after = first.next});
  EXPECT_THAT(second.covered, SizeIs(1));
  EXPECT_FALSE(second.next);
}

// A client with many conversations names a part of them with each page, so that no request is larger than a frame.
TEST_F(SyncPagesTest, a_page_of_a_part_says_nothing_of_conversations_behind_it) {
  std::vector<ConversationId> groups;
  for (int i = 0; i < 5; ++i) groups.push_back(add_group({ada_, bob_}));
  std::ranges::sort(groups);
  const UserRev before = sync(ada_, SyncRequest{}).user.rev;
  SettingsPatch pinned;
  pinned.pinned = true;
  for (const ConversationId id : groups) value_of(conversations_->change_settings(ada_, id, pinned));
  value_of(members_->leave(ada_, groups[1]));
  value_of(members_->leave(ada_, groups[4]));

  const auto named = [&](int from, int to) {
    std::map<ConversationId, ClientPosition> positions;
    for (int i = from; i < to; ++i) positions[groups[static_cast<std::size_t>(i)]] = {Rev(1'000), {}};
    return positions;
  };
  const Epoch epoch = sync(ada_, SyncRequest{}).epoch;
  const SyncPage first =
      sync(ada_, {.epoch = epoch, .positions = named(0, 2), .user_rev = before, .after = {}, .until = groups[1]});
  EXPECT_EQ(first.next, groups[1]);
  EXPECT_THAT(first.gone, ElementsAre(groups[1]));
  EXPECT_THAT(first.covered, SizeIs(1));
  EXPECT_THAT(first.added, IsEmpty());
  EXPECT_THAT(first.settings, SizeIs(1));

  const SyncPage second =
      sync(ada_, {.epoch = epoch, .positions = named(2, 5), .user_rev = before, .after = first.next});
  EXPECT_FALSE(second.next);
  EXPECT_THAT(second.gone, ElementsAre(groups[4]));
  EXPECT_THAT(second.covered, SizeIs(2));
  EXPECT_THAT(second.added, IsEmpty());
  EXPECT_THAT(second.settings, SizeIs(2));
  EXPECT_FALSE(second.blocks);
}

}  // namespace
}  // namespace parley::testing
