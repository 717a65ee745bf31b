// What a block prevents: the one who was blocked reaches the one who blocked in no way, and learns nothing of it.
#include <parley/features/accounts/blocks.hpp>

#include <parley/features/presence/presences.hpp>

#include "unit/features/sign_in/sign_in_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class BlocksTest : public SignInTest {
 protected:
  void block(const Caller& user, const Caller& other) {
    value_of(blocks_.block(user, other.user));
    take_events();
  }
  std::vector<std::string> found(const Caller& reader, const std::string& name) {
    std::vector<std::string> names;
    for (const User& user : value_of(people_.find(reader, name, 20))) names.push_back(user.username);
    return names;
  }
  std::vector<UserId> mentions(const Message& message) { return message.mentions; }
  // Returns the receipts and typing that were announced, with the members who do not get them.
  std::vector<std::vector<UserId>> hidden_from() {
    std::vector<std::vector<UserId>> all;
    for (const Event& event : take_events()) {
      if (const auto* typing = std::get_if<TypingChanged>(&event)) all.push_back(typing->hidden_from);
      if (const auto* receipts = std::get_if<ReceiptsMoved>(&event)) all.push_back(receipts->hidden_from);
    }
    return all;
  }
  Task<std::vector<CompletePresence>> completed(std::vector<Presence> presences) {
    co_return co_await presences_.complete(std::move(presences));
  }
  PresenceState seen(const Caller& reader, const Caller& other) {
    return value_of(presences_.of(reader, {other.user})).front().state;
  }

  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Caller eve_ = add_user("eve");
  Blocks blocks_{*database_, limits_};
  std::unique_ptr<PresenceLeases> leases_ = create_local_leases();
  Presences presences_{*database_, *leases_};
};

TEST_F(BlocksTest, one_who_is_blocked_puts_the_blocker_nowhere_and_hears_that_there_is_no_such_user) {
  const ConversationId group = add_group({bob_, eve_});
  block(ada_, bob_);
  EXPECT_EQ(error_of(conversations_->open_direct(bob_, ada_.user)), ErrorCode::not_found);
  EXPECT_THAT(faults_of(conversations_->create_group(bob_, {"", "", false, {eve_.user, ada_.user}})),
              ElementsAre("members[1] invalid"));
  EXPECT_EQ(error_of(members_->add(bob_, group, ada_.user, MemberRole::member)), ErrorCode::not_found);
  EXPECT_THAT(announced(), IsEmpty());
  EXPECT_THAT(value_of(conversations_->list(ada_, {}, 10)).conversations, IsEmpty());
}

TEST_F(BlocksTest, one_who_is_blocked_does_not_add_the_blocker_again_who_has_left) {
  const ConversationId group = add_group({bob_, ada_});
  value_of(members_->leave(ada_, group));
  block(ada_, bob_);
  EXPECT_EQ(error_of(members_->add(bob_, group, ada_.user, MemberRole::member)), ErrorCode::not_found);
}

TEST_F(BlocksTest, the_blocker_has_to_unblock_first) {
  const ConversationId group = add_group({ada_});
  block(ada_, bob_);
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, bob_.user)), ErrorCode::blocked);
  EXPECT_EQ(error_of(members_->add(ada_, group, bob_.user, MemberRole::member)), ErrorCode::blocked);
  EXPECT_THAT(faults_of(conversations_->create_group(ada_, {"", "", false, {bob_.user}})),
              ElementsAre("members[0] invalid"));
  value_of(blocks_.unblock(ada_, bob_.user));
  EXPECT_EQ(value_of(members_->add(ada_, group, bob_.user, MemberRole::member)).user, bob_.user);
  EXPECT_TRUE(value_of(conversations_->open_direct(bob_, ada_.user)).second);
}

TEST_F(BlocksTest, the_name_of_the_blocker_is_plain_text_in_new_and_edited_messages) {
  const ConversationId group = add_group({ada_, bob_, eve_});
  EXPECT_THAT(mentions(say(bob_, group, "@ada and @eve")), UnorderedElementsAre(ada_.user, eve_.user));
  block(ada_, bob_);
  EXPECT_THAT(mentions(say(bob_, group, "@ada and @eve")), ElementsAre(eve_.user));
  EXPECT_THAT(mentions(say(ada_, group, "@bob")), IsEmpty());
  EXPECT_THAT(mentions(say(eve_, group, "@ada and @bob")), UnorderedElementsAre(ada_.user, bob_.user));
  EXPECT_THAT(mentions(value_of(messages_->edit(bob_, group, Seq(1), "@ada!"))), IsEmpty());
}

TEST_F(BlocksTest, a_closed_account_is_not_mentioned) {
  const ConversationId group = add_group({ada_, bob_});
  deactivate(bob_.user);
  EXPECT_THAT(mentions(say(ada_, group, "@bob")), IsEmpty());
}

TEST_F(BlocksTest, typing_and_receipts_are_hidden_between_the_two_and_from_nobody_else) {
  const ConversationId group = add_group({ada_, bob_, eve_});
  say(eve_, group, "hello");
  block(ada_, bob_);
  value_of(typing_->set(bob_, group, true));
  EXPECT_THAT(hidden_from(), ElementsAre(ElementsAre(ada_.user)));
  value_of(typing_->set_by_member(ada_, group, true));
  EXPECT_THAT(hidden_from(), ElementsAre(ElementsAre(bob_.user)));
  value_of(typing_->set(eve_, group, true));
  EXPECT_THAT(hidden_from(), ElementsAre(IsEmpty()));
  for (const Caller& reader : {ada_, bob_, eve_}) value_of(receipts_->confirm(reader, group, Seq(1), std::nullopt));
  take_events();
  value_of(read_cursors_.flush(*database_));
  EXPECT_THAT(hidden_from(), UnorderedElementsAre(ElementsAre(ada_.user), ElementsAre(bob_.user), IsEmpty()));
}

TEST_F(BlocksTest, receipts_that_are_asked_for_leave_the_other_out) {
  const ConversationId group = add_group({ada_, bob_, eve_});
  say(eve_, group, "hello");
  block(ada_, bob_);
  for (const Caller& reader : {ada_, bob_}) {
    const UserId other = reader.user == ada_.user ? bob_.user : ada_.user;
    for (const MemberReceipt& one : value_of(receipts_->list(reader, group, {}, 10)).members)
      EXPECT_NE(one.user, other);
    for (const MessageReader& one : value_of(receipts_->readers(reader, group, Seq(1)))) EXPECT_NE(one.user, other);
  }
  EXPECT_EQ(value_of(receipts_->list(eve_, group, {}, 10)).members.size(), 3U);
  const auto page = value_of(receipts_->list(ada_, group, {}, 1));
  EXPECT_TRUE(page.next) << "a page that leaves somebody out is not the last one";
}

TEST_F(BlocksTest, the_blocker_is_hidden_from_searches_and_profiles_of_the_blocked_one) {
  block(ada_, bob_);
  EXPECT_THAT(found(bob_, "ada"), IsEmpty());
  EXPECT_THAT(found(eve_, "ada"), ElementsAre("ada"));
  EXPECT_THAT(found(ada_, "bob"), ElementsAre("bob"));
  EXPECT_EQ(error_of(profiles_->get(bob_, ada_.user)), ErrorCode::not_found);
  EXPECT_EQ(value_of(profiles_->get(ada_, bob_.user)).username, "bob");
  EXPECT_EQ(value_of(profiles_->get(ada_, ada_.user)).username, "ada");
}

TEST_F(BlocksTest, a_hidden_user_does_not_take_the_place_of_another_one_in_a_search) {
  const Caller second = add_user("ada2");
  block(ada_, bob_);
  EXPECT_EQ(value_of(people_.find(bob_, "ada", 1)).front().id, second.user);
}

TEST_F(BlocksTest, presence_is_shown_between_people_who_share_a_conversation_and_do_not_block_each_other) {
  leases_->renew(ada_.user, LeaseId::generate(), PresenceState::online, seconds(60));
  EXPECT_EQ(seen(ada_, ada_), PresenceState::online);
  EXPECT_EQ(seen(bob_, ada_), PresenceState::offline);
  const ConversationId group = add_group({ada_, bob_});
  EXPECT_EQ(seen(bob_, ada_), PresenceState::online);
  block(ada_, bob_);
  EXPECT_EQ(seen(bob_, ada_), PresenceState::offline);
  value_of(blocks_.unblock(ada_, bob_.user));
  EXPECT_EQ(seen(bob_, ada_), PresenceState::online);
  value_of(members_->leave(bob_, group));
  EXPECT_EQ(seen(bob_, ada_), PresenceState::offline);
}

TEST_F(BlocksTest, watching_learns_from_whom_a_user_is_hidden_and_when_they_were_last_seen_in_minutes) {
  const ConversationId group = add_group({ada_, bob_});
  presences_.left(ada_.user, Time(std::chrono::minutes(7) + seconds(59)));
  value_of(presences_.flush());
  EXPECT_EQ(value_of(presences_.of(bob_, {ada_.user})).front().last_seen, Time(std::chrono::minutes(7)));
  block(bob_, ada_);
  const auto known = value_of(completed({{ada_.user}, {eve_.user}}));
  EXPECT_THAT(known[0].hidden_from, ElementsAre(bob_.user));
  EXPECT_THAT(known[1].hidden_from, IsEmpty());
  EXPECT_EQ(value_of(conversations_->get(ada_, group)).conversation.id, group);
}

TEST_F(BlocksTest, two_who_block_each_other_at_once_are_both_noted) {
  std::vector<Task<void>> tasks;
  tasks.push_back(blocks_.block(ada_, bob_.user));
  tasks.push_back(blocks_.block(bob_, ada_.user));
  for (const Result<void>& done : run_together(std::move(tasks))) EXPECT_TRUE(done);
  value_of(blocks_.unblock(ada_, bob_.user));
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, bob_.user)), ErrorCode::not_found);
  EXPECT_EQ(error_of(conversations_->open_direct(bob_, ada_.user)), ErrorCode::blocked);
}

}  // namespace
}  // namespace parley::testing
