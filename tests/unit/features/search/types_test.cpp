#include <parley/features/search/types.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

using ::testing::UnorderedElementsAre;

Message message(std::int64_t time, ConversationId conversation, std::int64_t seq, std::string body = "Hello") {
  return {.conversation = conversation,
          .seq = Seq(seq),
          .rev = Rev(1),
          .created_rev = Rev(1),
          .sender = UserId::parse("0190a000-0000-7000-8000-0000000a0b0c").value(),
          .client_id = "c",
          .content = std::move(body),
          .reply_to = std::nullopt,
          .created_at = Time(milliseconds(time)),
          .edited_at = std::nullopt,
          .deleted_at = std::nullopt};
}

const ConversationId kConversation = ConversationId::parse("0190c000-0000-7000-8000-0000010203ff").value();

TEST(SearchPosition, the_later_message_has_the_greater_place) {
  EXPECT_TRUE(rc::check([] {
    const auto earlier = *rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000);
    const auto later = earlier + *rc::gen::inRange<std::int64_t>(1, 1'000'000);
    const auto first =
        search_position_of(message(earlier, ConversationId::generate(), *rc::gen::inRange(1, 1'000'000)));
    const auto second = search_position_of(message(later, ConversationId::generate(), *rc::gen::inRange(1, 1'000'000)));
    RC_ASSERT(first < second);
    RC_ASSERT(first.position < first_position_at(Time(milliseconds(later))));
    RC_ASSERT(second.position >= first_position_at(Time(milliseconds(later))));
  }));
}

TEST(SearchPosition, of_one_moment_the_later_seq_comes_later) {
  EXPECT_LT(search_position_of(message(5, kConversation, 7)), search_position_of(message(5, kConversation, 8)));
}

TEST(SearchPosition, no_time_is_out_of_range) {
  EXPECT_EQ(first_position_at(Time(milliseconds(-1))), 0);
  EXPECT_GT(first_position_at(Time(milliseconds(std::numeric_limits<std::int64_t>::max()))), 0);
}

TEST(SearchDocument, a_message_is_found_by_its_words_its_conversation_and_its_sender) {
  EXPECT_THAT(index_terms(message(5, kConversation, 1, "Good morning, good people")),
              UnorderedElementsAre("good", "morning", "people", "~in010203ff", "~from000a0b0c"));
}

TEST(SearchDocument, a_message_is_found_by_the_users_it_mentions) {
  Message calling = message(5, kConversation, 1, "x");
  calling.mentions = {UserId::parse("0190a000-0000-7000-8000-0000000d0e0f").value()};
  calling.mentions_all = true;
  EXPECT_THAT(index_terms(calling), UnorderedElementsAre("x", "~in010203ff", "~from000a0b0c", "~to000d0e0f", "~all"));
}

TEST(SearchDocument, what_was_deleted_or_said_by_the_server_is_not_found) {
  Message deleted = message(5, kConversation, 1);
  deleted.deleted_at = Time();
  EXPECT_EQ(document_of(deleted).terms, "");
  Message notice = message(5, kConversation, 1);
  notice.content.kind = MessageKind::system;
  EXPECT_EQ(document_of(notice).terms, "");
  EXPECT_EQ(document_of(message(5, kConversation, 1)).terms, "hello ~in010203ff ~from000a0b0c");
}

}  // namespace
}  // namespace parley
