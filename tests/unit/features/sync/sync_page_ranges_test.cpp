// A client of many conversations gets them on pages, each once, wherever a page ends.
#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SyncPageRangesTest : public ServiceTest {
 protected:
  // Returns the groups, ascending by id.
  std::vector<ConversationId> make_groups(std::size_t count) {
    std::vector<ConversationId> groups;
    for (std::size_t i = 0; i < count; ++i) groups.push_back(add_group({ada_}));
    std::ranges::sort(groups);
    return groups;
  }

  // Reads all pages, each from where the one before ended.
  std::vector<SyncPage> read_pages(SyncRequest request) {
    std::vector<SyncPage> pages;
    do {
      pages.push_back(value_of(sync_->page(ada_.user, request)));
      request.after = pages.back().next;
    } while (request.after);
    return pages;
  }

  static std::vector<ConversationId> added_on(const std::vector<SyncPage>& pages) {
    std::vector<ConversationId> ids;
    for (const SyncPage& page : pages) {
      for (const ConversationSummary& summary : page.added) ids.push_back(summary.conversation.id);
    }
    return ids;
  }

  Caller ada_ = add_user("ada");
};

TEST_F(SyncPageRangesTest, every_conversation_comes_once_in_the_order_of_the_ids) {
  const auto groups = make_groups(2 * kPositionsRead + 2);
  for (const std::size_t bytes : {1U, 10'000U, 50'000U, 10'000'000U}) {
    limits_.sync_bytes = bytes;
    const auto pages = read_pages({});
    EXPECT_EQ(added_on(pages), groups) << bytes;
    if (bytes == 1U) EXPECT_EQ(pages.size(), groups.size());
    if (bytes == 10'000'000U) EXPECT_EQ(pages.size(), 1U);
  }
}

TEST_F(SyncPageRangesTest, as_many_conversations_as_are_read_together_are_one_page) {
  const auto groups = make_groups(kPositionsRead);
  const auto pages = read_pages({});
  EXPECT_EQ(pages.size(), 1U);
  EXPECT_EQ(added_on(pages), groups);
  EXPECT_EQ(pages.front().covered.size(), groups.size());
}

TEST_F(SyncPageRangesTest, what_the_client_has_lost_and_changed_comes_on_the_page_of_its_conversation) {
  const auto groups = make_groups(kPositionsRead + 10);
  const UserRev before = value_of(sync_->page(ada_.user, {})).user.rev;
  SyncRequest request;
  request.user_rev = before;
  for (const ConversationId id : groups) request.positions[id] = {Rev(1), Seq(0)};
  const ConversationId lost = ConversationId::generate();
  request.positions[lost] = {Rev(1), Seq(0)};
  for (const ConversationId id : {groups.front(), groups.back()}) {
    value_of(
        conversations_->change_settings(ada_, id, {.muted_until = {}, .pinned = true, .archived = {}, .notify = {}}));
    say(ada_, id, std::string(3'000, 'a'));
  }
  limits_.sync_bytes = 1'000;
  const auto pages = read_pages(request);
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].next, groups.front());
  for (std::size_t i = 0; i < 2; ++i) {
    const ConversationId id = i == 0 ? groups.front() : groups.back();
    ASSERT_EQ(pages[i].changes.size() + pages[i].resets.size(), 1U);
    ASSERT_EQ(pages[i].settings.size(), 1U);
    EXPECT_EQ(pages[i].settings.front().conversation, id);
  }
  EXPECT_THAT(pages[0].gone, IsEmpty());
  EXPECT_THAT(pages[1].gone, ElementsAre(lost));
  EXPECT_THAT(added_on(pages), IsEmpty());
}

TEST_F(SyncPageRangesTest, pages_end_where_the_client_says) {
  const auto groups = make_groups(kPositionsRead + 10);
  SyncRequest request;
  request.until = groups[kPositionsRead + 3];
  limits_.sync_bytes = 10'000'000;
  const SyncPage page = value_of(sync_->page(ada_.user, request));
  EXPECT_EQ(page.next, groups[kPositionsRead + 3]);
  EXPECT_EQ(added_on({page}), std::vector(groups.begin(), groups.begin() + kPositionsRead + 4));
  request.after = page.next;
  request.until = std::nullopt;
  EXPECT_EQ(added_on(read_pages(request)), std::vector(groups.begin() + kPositionsRead + 4, groups.end()));
}

}  // namespace
}  // namespace parley::testing
