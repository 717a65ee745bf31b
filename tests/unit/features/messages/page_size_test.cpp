// No page of messages is larger than limits.page_bytes, and its pages together have every message once.
#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PageSizeTest : public ServiceTest {
 protected:
  PageSizeTest() { limits_.page_bytes = 40'000; }

  static std::string long_text(int number) { return std::string(10'000, 'a') + std::to_string(number); }

  void say_long(int count) {
    for (int i = 0; i < count; ++i) say(ada_, group_, long_text(i));
  }
  HistoryPage history(HistoryQuery query) { return value_of(messages_->history(ada_, group_, query)); }
  static std::vector<std::int64_t> seqs(const std::vector<Message>& messages) {
    std::vector<std::int64_t> seqs;
    for (const Message& message : messages) seqs.push_back(message.seq.value());
    return seqs;
  }

  Caller ada_ = add_user("ada");
  ConversationId group_ = add_group({ada_});
};

TEST_F(PageSizeTest, history_before_a_message_keeps_the_newest_that_fit) {
  say_long(10);
  const HistoryPage page = history({Seq(9), {}, {}, 100});
  EXPECT_THAT(seqs(page.messages), ElementsAre(6, 7, 8));
  EXPECT_TRUE(page.more_before);
  EXPECT_TRUE(page.more_after);
}

TEST_F(PageSizeTest, history_after_a_message_keeps_the_oldest_that_fit) {
  say_long(10);
  const HistoryPage page = history({{}, Seq(2), {}, 100});
  EXPECT_THAT(seqs(page.messages), ElementsAre(3, 4, 5));
  EXPECT_TRUE(page.more_before);
  EXPECT_TRUE(page.more_after);
}

TEST_F(PageSizeTest, history_around_a_message_keeps_what_is_nearest_to_it) {
  say_long(10);
  const HistoryPage page = history({{}, {}, Seq(5), 100});
  EXPECT_THAT(seqs(page.messages), ElementsAre(5, 6));
  EXPECT_TRUE(page.more_before);
  EXPECT_TRUE(page.more_after);
}

TEST_F(PageSizeTest, a_message_that_is_larger_than_a_page_is_a_page) {
  limits_.page_bytes = 1;
  say_long(2);
  EXPECT_THAT(seqs(history({{}, {}, {}, 100}).messages), ElementsAre(2));
}

TEST_F(PageSizeTest, pinned_messages_come_in_pages_without_gap_and_without_repetition) {
  say_long(5);
  for (int seq = 1; seq <= 5; ++seq) {
    clock_.advance(seconds(1));
    value_of(annotations_->pin(ada_, group_, Seq(seq)));
  }
  std::vector<std::vector<std::int64_t>> pages;
  std::optional<PinPosition> after;
  do {
    const PinPage page = value_of(annotations_->pinned(ada_, group_, after));
    pages.push_back(seqs(page.messages));
    after = page.next;
  } while (after);
  EXPECT_THAT(pages, ElementsAre(ElementsAre(5, 4, 3), ElementsAre(2, 1)));
}

TEST_F(PageSizeTest, versions_come_in_pages_without_gap_and_without_repetition) {
  say_long(1);
  for (int version = 1; version < 5; ++version) value_of(messages_->edit(ada_, group_, Seq(1), long_text(version)));
  std::vector<std::string> bodies;
  std::optional<std::size_t> next = 0;
  int pages = 0;
  while (next) {
    const VersionPage page = value_of(messages_->versions(ada_, group_, Seq(1), *next));
    for (const MessageVersion& version : page.versions) bodies.push_back(version.body);
    next = page.next;
    ++pages;
  }
  EXPECT_EQ(pages, 2);
  EXPECT_THAT(bodies, ElementsAre(long_text(0), long_text(1), long_text(2), long_text(3), long_text(4)));
  EXPECT_THAT(value_of(messages_->versions(ada_, group_, Seq(1), 1'000)).versions, IsEmpty());
}

TEST_F(PageSizeTest, a_message_has_a_limited_number_of_versions_and_keeps_them_all) {
  limits_.message_versions = 3;
  say(ada_, group_, "one");
  value_of(messages_->edit(ada_, group_, Seq(1), "two"));
  const Rev last = value_of(messages_->edit(ada_, group_, Seq(1), "three")).rev;
  EXPECT_EQ(error_of(messages_->edit(ada_, group_, Seq(1), "four")), ErrorCode::conflict);
  const Message message = value_of(messages_->get(ada_, group_, Seq(1)));
  EXPECT_EQ(message.content.body, "three");
  EXPECT_EQ(message.rev, last);
  EXPECT_EQ(value_of(messages_->versions(ada_, group_, Seq(1), 0)).versions.size(), 3U);
}

TEST_F(PageSizeTest, an_edit_that_changes_nothing_is_no_edit) {
  const Message sent = say(ada_, group_, "one");
  announced();
  const Message edited = value_of(messages_->edit(ada_, group_, Seq(1), "one"));
  EXPECT_EQ(edited.rev, sent.rev);
  EXPECT_FALSE(edited.edited_at);
  EXPECT_THAT(announced(), IsEmpty());
  EXPECT_EQ(value_of(messages_->versions(ada_, group_, Seq(1), 0)).versions.size(), 1U);
}

}  // namespace
}  // namespace parley::testing
