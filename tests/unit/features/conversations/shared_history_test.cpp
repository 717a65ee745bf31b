// A group shares its history with new members from the moment at which an admin turns that on. Everything that reads
// history holds to it.
#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SharedHistoryTest : public ServiceTest {
 protected:
  void share(bool shares_history) {
    value_of(conversations_->update(ada_, id_, {.title = {}, .label = {}, .shares_history = shares_history}));
  }
  std::vector<std::int64_t> seen_by(const Caller& reader) {
    return seqs(value_of(messages_->history(reader, id_, {.before = {}, .after = {}, .around = {}})).messages);
  }
  static std::vector<std::int64_t> seqs(const std::vector<Message>& messages) {
    std::vector<std::int64_t> seqs;
    for (const Message& message : messages) seqs.push_back(message.seq.value());
    return seqs;
  }

  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Caller cy_ = add_user("cy");
  Caller dan_ = add_user("dan");
  ConversationId id_ = add_group({ada_});
};

TEST_F(SharedHistoryTest, a_new_member_sees_what_was_said_since_it_was_turned_on) {
  say(ada_, id_, "one");
  share(true);
  say(ada_, id_, "two");
  join(ada_, id_, bob_);
  EXPECT_THAT(seen_by(bob_), ElementsAre(2));
  EXPECT_EQ(error_of(messages_->get(bob_, id_, Seq(1))), ErrorCode::not_found);
  EXPECT_EQ(value_of(messages_->get(bob_, id_, Seq(2))).content.body, "two");
}

TEST_F(SharedHistoryTest, members_who_were_there_keep_what_they_see) {
  say(ada_, id_, "one");
  join(ada_, id_, bob_);
  say(ada_, id_, "two");
  share(true);
  say(ada_, id_, "three");
  join(ada_, id_, cy_);
  share(false);
  EXPECT_THAT(seen_by(ada_), ElementsAre(1, 2, 3));
  EXPECT_THAT(seen_by(bob_), ElementsAre(2, 3)) << "nothing from before bob joined was opened";
  EXPECT_THAT(seen_by(cy_), ElementsAre(3)) << "what cy could see stays";
}

TEST_F(SharedHistoryTest, turning_it_off_and_on_again_moves_the_start) {
  share(true);
  say(ada_, id_, "one");
  share(true);
  join(ada_, id_, bob_);
  share(false);
  say(ada_, id_, "two");
  join(ada_, id_, cy_);
  share(true);
  say(ada_, id_, "three");
  join(ada_, id_, dan_);
  EXPECT_THAT(seen_by(bob_), ElementsAre(1, 2, 3)) << "turning it on once more changes nothing";
  EXPECT_THAT(seen_by(cy_), ElementsAre(3));
  EXPECT_THAT(seen_by(dan_), ElementsAre(3));
}

TEST_F(SharedHistoryTest, a_group_that_is_created_with_it_shares_everything) {
  id_ = add_group({ada_}, true);
  say(ada_, id_, "one");
  join(ada_, id_, bob_);
  EXPECT_THAT(seen_by(bob_), ElementsAre(1));
}

TEST_F(SharedHistoryTest, pins_quotes_versions_and_replies_end_at_the_start) {
  say(ada_, id_, "one");
  value_of(messages_->edit(ada_, id_, Seq(1), "one, edited"));
  value_of(annotations_->pin(ada_, id_, Seq(1)));
  share(true);
  value_of(messages_->send(ada_, id_, "two", std::string("two"), Seq(1)));
  value_of(annotations_->pin(ada_, id_, Seq(2)));
  join(ada_, id_, bob_);
  EXPECT_THAT(seqs(value_of(annotations_->pinned(bob_, id_, {})).messages), ElementsAre(2));
  EXPECT_FALSE(value_of(messages_->get(bob_, id_, Seq(2))).quote);
  EXPECT_TRUE(value_of(messages_->get(ada_, id_, Seq(2))).quote);
  EXPECT_EQ(error_of(messages_->versions(bob_, id_, Seq(1), 0)), ErrorCode::not_found);
  EXPECT_EQ(error_of(annotations_->react(bob_, id_, Seq(1), "👍")), ErrorCode::not_found);
  EXPECT_THAT(faults_of(messages_->send(bob_, id_, "three", std::string("three"), Seq(1))),
              ElementsAre("reply_to invalid"));
  value_of(messages_->send(bob_, id_, "four", std::string("four"), Seq(2)));
}

TEST_F(SharedHistoryTest, sync_summaries_and_recovery_end_at_the_start) {
  say(ada_, id_, "one");
  share(true);
  join(ada_, id_, bob_);
  EXPECT_FALSE(value_of(conversations_->get(bob_, id_)).last_message);
  const SyncPage first = value_of(sync_->page(bob_.user, {}));
  EXPECT_FALSE(first.added.at(0).last_message);
  EXPECT_EQ(first.added.at(0).unread(), 0);
  EXPECT_EQ(first.covered.at(0).visible_after, Seq(1));
  value_of(messages_->edit(ada_, id_, Seq(1), "one, edited"));
  const SyncRequest again{.epoch = first.epoch, .positions = {{id_, {first.covered.at(0).rev, Seq(1)}}}, .after = {}};
  EXPECT_THAT(value_of(sync_->page(bob_.user, again)).changes.at(0).messages, IsEmpty());
  EXPECT_EQ(value_of(sync_->visible_after(id_, bob_.user)), Seq(1));
  EXPECT_THAT(seqs(value_of(sync_->changes_since(id_, Rev(0), Seq(1))).messages), IsEmpty());
}

TEST_F(SharedHistoryTest, one_who_sees_an_earlier_message_is_not_among_those_who_received_it) {
  join(ada_, id_, cy_);
  share(true);
  say(ada_, id_, "one");
  join(ada_, id_, bob_);
  const auto readers = value_of(receipts_->readers(bob_, id_, Seq(1)));
  ASSERT_EQ(readers.size(), 1U);
  EXPECT_EQ(readers.front().user, cy_.user);
}

TEST_F(SharedHistoryTest, one_who_comes_back_sees_what_a_new_member_sees) {
  join(ada_, id_, bob_);
  say(ada_, id_, "one");
  value_of(members_->leave(bob_, id_));
  share(true);
  say(ada_, id_, "two");
  EXPECT_EQ(error_of(members_->add(ada_, id_, bob_.user, MemberRole::member)), ErrorCode::consent_needed);
  value_of(invitations_->accept(bob_, value_of(invitations_->list(bob_)).at(0).id));
  EXPECT_THAT(seen_by(bob_), ElementsAre(2));
}

}  // namespace
}  // namespace parley::testing
