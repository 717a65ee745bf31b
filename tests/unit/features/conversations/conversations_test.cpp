#include <parley/features/conversations/store.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ConversationsTest : public ServiceTest {
 protected:
  std::vector<std::string> titles(const ConversationPage& page) {
    std::vector<std::string> titles;
    for (const ConversationSummary& summary : page.conversations) titles.push_back(summary.conversation.title);
    return titles;
  }
  ConversationSummary get(const Caller& caller, ConversationId id) { return value_of(conversations_->get(caller, id)); }
  ConversationId create(const std::string& title) {
    clock_.advance(milliseconds(1));
    return value_of(conversations_->create_group(ada_, {title, "", false, {bob_.user}})).conversation.id;
  }

  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Caller eve_ = add_user("eve");
};

TEST_F(ConversationsTest, a_direct_conversation_is_made_once_for_both_sides) {
  const auto [first, is_first_new] = value_of(conversations_->open_direct(ada_, bob_.user));
  EXPECT_TRUE(is_first_new);
  EXPECT_EQ(first.conversation.kind, ConversationKind::direct);
  EXPECT_EQ(first.conversation.member_count, 2);
  EXPECT_EQ(first.conversation.rev, Rev(1));
  EXPECT_EQ(first.role, MemberRole::member);
  EXPECT_THAT(announced(), ElementsAre("to ada 1: added at rev 1", "to bob 1: added at rev 1"));

  const auto [second, is_second_new] = value_of(conversations_->open_direct(bob_, ada_.user));
  EXPECT_FALSE(is_second_new);
  EXPECT_EQ(second.conversation.id, first.conversation.id);
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(ConversationsTest, a_hundred_who_open_a_direct_conversation_at_once_make_one) {
  using Opened = std::pair<ConversationSummary, bool>;
  std::vector<Task<Opened>> tasks;
  for (int i = 0; i < 50; ++i) {
    tasks.push_back(conversations_->open_direct(ada_, bob_.user));
    tasks.push_back(conversations_->open_direct(bob_, ada_.user));
  }
  std::set<ConversationId> ids;
  int made = 0;
  for (const Result<Opened>& opened : run_together(std::move(tasks))) {
    ASSERT_TRUE(opened);
    ids.insert(opened->first.conversation.id);
    if (opened->second) ++made;
  }
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(made, 1);
  EXPECT_THAT(announced(), UnorderedElementsAre("to ada 1: added at rev 1", "to bob 1: added at rev 1"));
}

TEST_F(ConversationsTest, each_of_many_members_learns_of_a_new_group_with_the_own_role_and_rev) {
  std::map<UserId, MemberRole> expected = {{ada_.user, MemberRole::admin}};
  std::vector<UserId> members;
  for (int i = 0; i < 300; ++i) {
    const Caller user = add_user("member-" + std::to_string(i));
    members.push_back(user.user);
    expected[user.user] = MemberRole::member;
  }
  create("Before");
  take_events();
  const ConversationSummary made = value_of(conversations_->create_group(ada_, {"Many", "", false, members}));
  EXPECT_EQ(made.role, MemberRole::admin);
  EXPECT_EQ(made.conversation.member_count, 301);
  std::map<UserId, MemberRole> told;
  for (const Event& event : take_events()) {
    const auto& to_user = std::get<UserEvent>(event);
    const auto& summary = *std::get<ConversationAdded>(to_user.change).summary;
    EXPECT_EQ(to_user.rev, UserRev(to_user.user == ada_.user ? 2 : 1));
    EXPECT_EQ(summary.conversation.id, made.conversation.id);
    EXPECT_EQ(summary.members.size(), kShownMembers);
    EXPECT_TRUE(told.emplace(to_user.user, summary.role).second);
  }
  EXPECT_EQ(told, expected);
}

TEST_F(ConversationsTest, nobody_talks_to_oneself_or_to_nobody) {
  EXPECT_THAT(faults_of(conversations_->open_direct(ada_, ada_.user)), ElementsAre("user invalid"));
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, UserId::generate())), ErrorCode::not_found);
  deactivate(eve_.user);
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, eve_.user)), ErrorCode::not_found);
}

TEST_F(ConversationsTest, a_direct_conversation_outlives_the_other_side) {
  const auto opened = value_of(conversations_->open_direct(ada_, bob_.user));
  deactivate(bob_.user);
  const auto again = value_of(conversations_->open_direct(ada_, bob_.user));
  EXPECT_EQ(again.first.conversation.id, opened.first.conversation.id);
  for (const Member& member : again.first.members) EXPECT_EQ(member.closed, member.user == bob_.user);
}

TEST_F(ConversationsTest, nobody_writes_to_a_closed_account) {
  const ConversationId id = value_of(conversations_->open_direct(ada_, bob_.user)).first.conversation.id;
  say(ada_, id, "still there?");
  take_events();
  deactivate(bob_.user);
  EXPECT_THAT(announced(), ElementsAre("rev 3: bob closed"));
  EXPECT_EQ(error_of(messages_->send(ada_, id, "late", std::string("hello?"), std::nullopt)), ErrorCode::forbidden);
  EXPECT_EQ(error_of(messages_->edit(ada_, id, Seq(1), "hello?")), ErrorCode::forbidden);
  EXPECT_EQ(error_of(annotations_->react(ada_, id, Seq(1), "👍")), ErrorCode::forbidden);
  EXPECT_EQ(error_of(typing_->set(ada_, id, true)), ErrorCode::forbidden);
  EXPECT_THAT(announced(), IsEmpty());
  value_of(messages_->erase(ada_, id, Seq(1)));
}

TEST_F(ConversationsTest, a_direct_conversation_cannot_be_changed_left_or_joined) {
  const ConversationId id = value_of(conversations_->open_direct(ada_, bob_.user)).first.conversation.id;
  take_events();
  EXPECT_EQ(error_of(conversations_->update(ada_, id, {.title = "Ours", .label = {}, .shares_history = {}})),
            ErrorCode::forbidden);
  EXPECT_EQ(error_of(members_->leave(ada_, id)), ErrorCode::forbidden);
  EXPECT_EQ(error_of(members_->remove(ada_, id, bob_.user)), ErrorCode::forbidden);
  EXPECT_EQ(error_of(members_->remove(ada_, id, ada_.user)), ErrorCode::forbidden);
  EXPECT_EQ(error_of(members_->add(ada_, id, eve_.user, MemberRole::member)), ErrorCode::forbidden);
  EXPECT_EQ(error_of(members_->change_role(ada_, id, ada_.user, MemberRole::admin)), ErrorCode::forbidden);
  EXPECT_THAT(announced(), IsEmpty());
  EXPECT_EQ(get(bob_, id).conversation.rev, Rev(1));
}

TEST_F(ConversationsTest, a_group_begins_with_its_creator_as_admin_and_everybody_at_rev_1) {
  const auto created = value_of(conversations_->create_group(ada_, {"Lunch", "food", true, {bob_.user, eve_.user}}));
  EXPECT_EQ(created.conversation.title, "Lunch");
  EXPECT_EQ(created.conversation.label, "food");
  EXPECT_TRUE(created.conversation.shares_history);
  EXPECT_EQ(created.conversation.created_by, ada_.user);
  EXPECT_EQ(created.conversation.rev, Rev(1));
  EXPECT_EQ(created.conversation.member_count, 3);
  EXPECT_EQ(created.role, MemberRole::admin);
  EXPECT_EQ(created.unread(), 0);
  const std::vector<Event> events = take_events();
  ASSERT_EQ(events.size(), 3U);
  for (const Event& event : events) {
    const auto& user_event = std::get<UserEvent>(event);
    const auto& summary = *std::get<ConversationAdded>(user_event.change).summary;
    const auto stored = get({user_event.user, {}}, created.conversation.id);
    EXPECT_EQ(user_event.rev, UserRev(1));
    EXPECT_EQ(summary.conversation.id, created.conversation.id);
    EXPECT_EQ(summary.role, user_event.user == ada_.user ? MemberRole::admin : MemberRole::member);
    EXPECT_EQ(summary.role, stored.role);
    EXPECT_EQ(summary.members.size(), 3U);
    EXPECT_EQ(summary.conversation.member_count, 3);
  }
}

TEST_F(ConversationsTest, everybody_named_twice_is_a_member_once) {
  const auto created = value_of(conversations_->create_group(ada_, {"", "", false, {bob_.user, ada_.user, bob_.user}}));
  EXPECT_EQ(created.conversation.member_count, 2);
  EXPECT_THAT(announced(), ElementsAre("to ada 1: added at rev 1", "to bob 1: added at rev 1"));
}

TEST_F(ConversationsTest, an_unknown_user_among_the_invited_is_named_by_position) {
  deactivate(eve_.user);
  const std::vector<UserId> invited = {bob_.user, UserId::generate(), bob_.user, eve_.user};
  EXPECT_THAT(faults_of(conversations_->create_group(ada_, {"", "", false, invited})),
              ElementsAre("members[1] invalid", "members[3] invalid"));
  EXPECT_THAT(value_of(conversations_->list(ada_, {}, 10)).conversations, IsEmpty());
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(ConversationsTest, a_group_has_room_for_so_many_and_no_more) {
  limits_.group_members = 2;
  EXPECT_THAT(faults_of(conversations_->create_group(ada_, {"", "", false, {bob_.user, eve_.user}})),
              ElementsAre("members too_long"));
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_EQ(error_of(members_->add(ada_, id, eve_.user, MemberRole::member)), ErrorCode::conflict);
  value_of(members_->leave(bob_, id));
  EXPECT_EQ(join(ada_, id, eve_).user, eve_.user);
}

TEST_F(ConversationsTest, an_admin_changes_title_label_and_history_under_a_new_rev) {
  const ConversationId id = add_group({ada_, bob_});
  const auto updated =
      value_of(conversations_->update(ada_, id, {.title = "Dinner", .label = {}, .shares_history = true}));
  EXPECT_EQ(updated.title, "Dinner");
  EXPECT_TRUE(updated.shares_history);
  EXPECT_EQ(updated.rev, Rev(2));
  EXPECT_EQ(updated.meta_rev, Rev(2));
  EXPECT_THAT(announced(), ElementsAre("rev 2: titled Dinner"));
  EXPECT_EQ(error_of(conversations_->update(bob_, id, {.title = "Mine", .label = {}, .shares_history = {}})),
            ErrorCode::forbidden);
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(ConversationsTest, a_change_of_nothing_changes_nothing) {
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_EQ(value_of(conversations_->update(ada_, id, {})).rev, Rev(1));
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(ConversationsTest, the_list_goes_by_last_activity_page_by_page) {
  const ConversationId first = create("first");
  create("second");
  create("third");
  clock_.advance(milliseconds(1));
  say(bob_, first, "hello");

  const auto page = value_of(conversations_->list(ada_, {}, 2));
  EXPECT_THAT(titles(page), ElementsAre("first", "third"));
  EXPECT_EQ(page.conversations[0].last_message->content.body, "hello");
  ASSERT_TRUE(page.next);
  const auto rest = value_of(conversations_->list(ada_, page.next, 2));
  EXPECT_THAT(titles(rest), ElementsAre("second"));
  EXPECT_FALSE(rest.next);
  EXPECT_FALSE(value_of(conversations_->list(ada_, {}, 3)).next);
  EXPECT_THAT(titles(value_of(conversations_->list(eve_, {}, 3))), IsEmpty());
}

TEST_F(ConversationsTest, conversations_made_in_the_same_moment_are_paged_without_loss) {
  std::set<ConversationId> made;
  for (int i = 0; i < 5; ++i) made.insert(add_group({ada_}));
  std::set<ConversationId> seen;
  std::optional<ConversationListCursor> after;
  do {
    const auto page = value_of(conversations_->list(ada_, after, 2));
    for (const ConversationSummary& summary : page.conversations) {
      EXPECT_TRUE(seen.insert(summary.conversation.id).second);
    }
    after = page.next;
  } while (after);
  EXPECT_EQ(seen, made);
}

TEST_F(ConversationsTest, the_last_message_has_a_sender_with_a_name_also_in_a_large_group) {
  std::vector<Caller> members{ada_};
  for (int i = 0; i < 10; ++i) members.push_back(add_user("member" + std::to_string(i)));
  const ConversationId id = add_group(members);
  say(members.back(), id, "hello");
  const auto listed = value_of(conversations_->list(ada_, {}, 10)).conversations.at(0);
  for (const ConversationSummary& summary : {listed, get(ada_, id)}) {
    ASSERT_TRUE(summary.last_sender);
    EXPECT_EQ(summary.last_sender->user, members.back().user);
    EXPECT_EQ(summary.last_sender->username, "member9");
    EXPECT_EQ(summary.last_sender->display_name, "member9");
  }
  const Caller newcomer = add_user("newcomer");
  value_of(members_->add(ada_, id, newcomer.user, MemberRole::member));
  EXPECT_FALSE(get(newcomer, id).last_sender) << "who sees no message needs no name";
  say(ada_, id, "hello to you");
  EXPECT_FALSE(get(ada_, id).last_sender) << "she is among the members of the summary";
}

TEST_F(ConversationsTest, unread_counts_follow_cursors_that_are_not_written_yet) {
  const ConversationId id = add_group({ada_, bob_});
  for (int i = 0; i < 3; ++i) say(bob_, id, "hello");
  EXPECT_EQ(get(ada_, id).unread(), 3);
  EXPECT_EQ(get(bob_, id).unread(), 0);
  value_of(receipts_->confirm(ada_, id, Seq(2), std::nullopt));
  EXPECT_EQ(get(ada_, id).unread(), 1);
  EXPECT_EQ(value_of(conversations_->list(ada_, {}, 10)).conversations.at(0).unread(), 1);
  value_of(read_cursors_.flush(*database_));
  EXPECT_EQ(get(ada_, id).unread(), 1);
  EXPECT_EQ(get(bob_, id).unread(), 0);
}

TEST_F(ConversationsTest, a_direct_conversation_that_is_opened_again_knows_the_latest_cursor) {
  const ConversationId id = value_of(conversations_->open_direct(ada_, bob_.user)).first.conversation.id;
  say(bob_, id, "hello");
  value_of(receipts_->confirm(ada_, id, Seq(1), std::nullopt));
  EXPECT_EQ(value_of(conversations_->open_direct(ada_, bob_.user)).first.unread(), 0);
}

TEST_F(ConversationsTest, a_stranger_finds_nothing_and_one_who_left_is_refused) {
  const ConversationId id = add_group({ada_, bob_});
  value_of(members_->leave(bob_, id));
  take_events();
  for (const auto& [caller, expected] :
       {std::pair(eve_, ErrorCode::not_found), std::pair(bob_, ErrorCode::forbidden)}) {
    EXPECT_EQ(error_of(conversations_->get(caller, id)), expected);
    EXPECT_EQ(error_of(conversations_->update(caller, id, {})), expected);
    EXPECT_EQ(error_of(members_->list(caller, id, {}, 10)), expected);
    EXPECT_EQ(error_of(members_->add(caller, id, eve_.user, MemberRole::member)), expected);
    EXPECT_EQ(error_of(members_->change_role(caller, id, ada_.user, MemberRole::member)), expected);
    EXPECT_EQ(error_of(members_->remove(caller, id, ada_.user)), expected);
    EXPECT_EQ(error_of(members_->leave(caller, id)), expected);
    EXPECT_THAT(value_of(conversations_->list(caller, {}, 10)).conversations, IsEmpty());
  }
  EXPECT_EQ(error_of(conversations_->get(ada_, ConversationId::generate())), ErrorCode::not_found);
  EXPECT_THAT(announced(), IsEmpty());
}

}  // namespace
}  // namespace parley::testing
