#include <parley/core/announcements.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/core/event_description.hpp>
#include <parley/core/event_json.hpp>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Announcement announced(const Event& event) { return announcements_of({&event, 1}).front(); }

class AnnouncementsTest : public ::testing::Test {
 protected:
  Message message(std::int64_t seq) const {
    Message made;
    made.conversation = group_;
    made.seq = Seq(seq);
    made.content = "words";
    return made;
  }
  Event in_group(ConversationChange change) const { return ConversationEvent{group_, Rev(9), std::move(change)}; }

  const ConversationId group_ = ConversationId::generate();
  const UserId ada_ = UserId::generate();
  const UserId bob_ = UserId::generate();
};

TEST_F(AnnouncementsTest, a_change_of_a_conversation_is_for_its_topic_at_its_rev) {
  const Event event = in_group(MessageCreated{message(4)});
  const Announcement announcement = announced(event);
  EXPECT_EQ(announcement.topic, Topic(group_));
  EXPECT_EQ(announcement.rev, 9);
  EXPECT_EQ(announcement.text, encode_event(event));
  EXPECT_FALSE(announcement.hidden);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(announcement.instruction));
}

TEST_F(AnnouncementsTest, a_member_who_joined_after_a_message_gets_only_the_rev_of_its_change) {
  const Announcement announcement = announced(in_group(MessageEdited{message(4)}));
  ASSERT_TRUE(announcement.hidden);
  EXPECT_EQ(announcement.hidden->seq, Seq(4));
  EXPECT_THAT(announcement.hidden->text_for_late_joiners, HasSubstr("\"event\":\"conversation.changes\""));
  EXPECT_THAT(announcement.hidden->text_for_late_joiners, Not(HasSubstr("words")));
}

TEST_F(AnnouncementsTest, a_member_who_joined_after_a_quoted_message_gets_the_new_one_without_the_quote) {
  Message quoting = message(8);
  quoting.quote.emplace();
  quoting.quote->seq = Seq(4);
  quoting.quote->body = "earlier";
  const Announcement announcement = announced(in_group(MessageCreated{quoting}));
  ASSERT_TRUE(announcement.hidden);
  EXPECT_EQ(announcement.hidden->seq, Seq(4));
  EXPECT_THAT(announcement.text, HasSubstr("earlier"));
  EXPECT_THAT(announcement.hidden->text_for_late_joiners, HasSubstr("\"event\":\"message.created\""));
  EXPECT_THAT(announcement.hidden->text_for_late_joiners, Not(HasSubstr("earlier")));
}

TEST_F(AnnouncementsTest, delivery_stops_for_a_member_who_was_removed) {
  Member member;
  member.user = ada_;
  const Announcement announcement = announced(in_group(MemberRemoved{member}));
  EXPECT_EQ(std::get<StopDelivery>(announcement.instruction).user, ada_);
}

TEST_F(AnnouncementsTest, delivery_of_a_conversation_starts_at_the_rev_with_which_it_was_added) {
  ConversationSummary summary;
  summary.conversation.id = group_;
  summary.conversation.rev = Rev(3);
  summary.visible_after = Seq(2);
  const ConversationAdded added{std::make_shared<const ConversationSummary>(summary)};
  const Announcement announcement = announced(UserEvent{ada_, UserRev(7), added});
  EXPECT_EQ(announcement.topic, Topic(ada_));
  EXPECT_EQ(announcement.rev, 7);
  const StreamPosition& from = std::get<StartDelivery>(announcement.instruction).from;
  EXPECT_EQ(from.conversation, group_);
  EXPECT_EQ(from.rev, Rev(3));
  EXPECT_EQ(from.visible_after, Seq(2));
}

TEST_F(AnnouncementsTest, revoked_sessions_end) {
  const SessionId session = SessionId::generate();
  const SessionsRevoked revoked{{session}, RevocationReason::logout};
  const Announcement announcement = announced(UserEvent{ada_, UserRev(1), revoked});
  EXPECT_THAT(std::get<EndSessions>(announcement.instruction).sessions, ElementsAre(session));
}

TEST_F(AnnouncementsTest, a_changed_profile_brings_its_rules_of_presence) {
  User user;
  user.hide_presence = true;
  const Announcement announcement = announced(UserEvent{ada_, UserRev(1), ProfileUpdated{user}});
  EXPECT_TRUE(std::get<PresenceRules>(announcement.instruction).is_hidden);
}

TEST_F(AnnouncementsTest, no_user_gets_an_event_for_the_own_typing) {
  EXPECT_THAT(announced(TypingChanged{group_, ada_, true}).except, ElementsAre(ada_));
  EXPECT_THAT(announced(TypingChanged{group_, ada_, true, {bob_}}).except, ElementsAre(bob_, ada_));
  const Announcement merged = announced(TypingMerged{group_, {{ada_, true}, {bob_, false}}, {}, {ada_, bob_}});
  EXPECT_EQ(merged.topic, Topic(group_));
  EXPECT_THAT(merged.except, ElementsAre(ada_, bob_));
  EXPECT_EQ(merged.rev, 0);
}

TEST_F(AnnouncementsTest, one_who_types_hears_of_the_others_alone) {
  EXPECT_EQ(announced(TypingMerged{group_, {{bob_, true}}, ada_}).topic, Topic(ada_));
}

TEST_F(AnnouncementsTest, a_read_cursor_is_for_the_readers_devices_and_receipts_are_for_all) {
  EXPECT_EQ(announced(ReadCursorMoved{group_, ada_, Seq(3)}).topic, Topic(ada_));
  EXPECT_EQ(announced(ReceiptsMoved{group_, {}}).topic, Topic(group_));
  EXPECT_THAT(announced(ReceiptsMoved{group_, {}, {bob_}}).except, ElementsAre(bob_));
}

TEST_F(AnnouncementsTest, what_is_recovered_names_the_users_who_left) {
  ConversationChanges changes;
  changes.conversation = group_;
  changes.since = Rev(3);
  changes.rev = Rev(5);
  changes.members.resize(2);
  changes.members[0].user = ada_;
  changes.members[1].user = bob_;
  changes.members[1].left_at = Time();
  const RecoveredStream recovered = recovered_stream(changes);
  EXPECT_EQ(recovered.since, Rev(3));
  EXPECT_EQ(recovered.rev, Rev(5));
  EXPECT_EQ(recovered.text, encode_changes(changes));
  EXPECT_THAT(recovered.left, ElementsAre(bob_));
}

TEST(EventTable, the_audience_of_an_event_follows_from_its_stream) {
  for (const EventDescription& event : event_descriptions()) {
    const bool is_of_user = event.stream == EventStream::user;
    const bool is_of_conversation = event.stream == EventStream::conversation;
    if (is_of_user) EXPECT_EQ(event.audience, Audience::own_devices) << event.name;
    if (is_of_conversation) EXPECT_EQ(event.audience, Audience::members) << event.name;
  }
}

}  // namespace
}  // namespace parley
